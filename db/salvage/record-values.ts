import { isUtf8 } from "node:buffer";

/** What is left of a text or blob whose end could not be read. */
export class CutValue {
  constructor(readonly bytes: Buffer) {}
}

/** A stored value; `undefined` where nothing of it could be read. */
export type StoredValue = bigint | number | string | Buffer | null | CutValue | undefined;

/** A number of one to nine bytes, seven bits each, highest first; undefined where the bytes end too soon. */
export function readVarint(bytes: Buffer, at: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 9; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    if (i === 8) return { value: BigInt.asIntN(64, (value << 8n) | BigInt(byte)), end: at + 9 };
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return undefined;
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const;

/**
 * The values of a record (sqlite.org/fileformat2.html, section 2.1). `length` is what the record should have;
 * `bytes` may be less, then the last values are cut or missing. Undefined where it is no record.
 */
export function readRecord(bytes: Buffer, length: number): StoredValue[] | undefined {
  const header = readVarint(bytes, 0);
  if (header === undefined || header.value < BigInt(header.end) || header.value > BigInt(bytes.length))
    return undefined;
  const headerEnd = Number(header.value);
  const values: StoredValue[] = [];
  let at = headerEnd;
  for (let position = header.end; position < headerEnd;) {
    const type = readVarint(bytes.subarray(0, headerEnd), position);
    if (type === undefined || type.value < 0n || type.value > BigInt(2 * length + 13)) return undefined;
    position = type.end;
    const size = sizeOf(Number(type.value));
    if (size === undefined || at + size > length) return undefined;
    values.push(valueOf(Number(type.value), bytes.subarray(at, at + size), size));
    at += size;
  }
  return at === length ? values : undefined;
}

function sizeOf(type: number): number | undefined {
  if (type >= 12) return (type - (type % 2 === 0 ? 12 : 13)) / 2;
  if (type === 10 || type === 11) return undefined;
  return type === 7 ? 8 : (integerBytes[type] ?? 0);
}

function valueOf(type: number, bytes: Buffer, size: number): StoredValue {
  if (type === 0) return null;
  if (type === 8) return 0n;
  if (type === 9) return 1n;
  if (bytes.length < size)
    return bytes.length > 0 && type >= 12 ? new CutValue(Buffer.from(bytes)) : undefined;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type < 7) return size === 8 ? bytes.readBigInt64BE(0) : BigInt(bytes.readIntBE(0, size));
  if (type % 2 === 0) return Buffer.from(bytes);
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
