/** Where an envelope lies in the unpacked bytes of its segment. */
export interface SegmentPlace {
  readonly ordinal: bigint;
  readonly offset: number;
  readonly byte_length: number;
}

/**
 * The list of what a segment holds, in the order in which it lies there, as bytes: for each envelope the
 * step of its ordinal from the one before (zigzag, since a segment goes stream by stream) and its length, both
 * as numbers of seven bits a byte, lowest first. About three bytes an envelope.
 */
export function packPlaces(
  envelopes: readonly { readonly ordinal: bigint; readonly bytes: Uint8Array }[],
): Buffer {
  const bytes: number[] = [];
  let last = 0;
  for (const { ordinal, bytes: envelope } of envelopes) {
    const at = Number(ordinal);
    const step = at - last;
    last = at;
    writeNumber(bytes, step < 0 ? -2 * step - 1 : 2 * step);
    writeNumber(bytes, envelope.byteLength);
  }
  return Buffer.from(bytes);
}

/** The places of a segment, in order. O(envelopes of the segment). */
export function* readPlaces(packed: Uint8Array): Generator<SegmentPlace, undefined> {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = packed[at] ?? 0;
      at += 1;
      value += (byte % 128) * weight;
      if (byte < 128) return value;
    }
  };
  let ordinal = 0;
  let offset = 0;
  while (at < packed.length) {
    const step = next();
    ordinal += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const byte_length = next();
    yield { ordinal: BigInt(ordinal), offset, byte_length };
    offset += byte_length;
  }
}

/** Ordinals count what one store took in, so they and their steps are exact as numbers. */
function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
