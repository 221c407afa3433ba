/** Envelopes in an event file: for each its length as a variable-length integer (LEB128), then its bytes. */

/** Length prefix of an envelope. */
export function lengthPrefix(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** The envelope at an offset of an event file; undefined when the file ends before it does. */
export function envelopeAt(
  file: Uint8Array,
  offset: number,
): { bytes: Uint8Array; next: number } | undefined {
  let length = 0;
  let scale = 1;
  let at = offset;
  for (; ; at += 1) {
    const byte = file[at];
    if (byte === undefined || scale > 2 ** 42) return undefined;
    length += (byte % 0x80) * scale;
    scale *= 0x80;
    if (byte < 0x80) break;
  }
  const start = at + 1;
  return start + length > file.byteLength
    ? undefined
    : { bytes: file.subarray(start, start + length), next: start + length };
}
