import { sha256Of } from "./content-hash";

/** Hashes of stems that are remembered, some 200 bytes each, before they start over. */
const rememberedStems = 2_000;
const stems = new Map<string, Buffer>();

/**
 * Identity of an envelope inside its source, over the stream in which its identity text holds and that text: 64 bits of
 * SHA-256 over both up to the number at the text's end, and that number. The stream is empty where a sender gives ids
 * that hold in all of its streams.
 *
 * Senders count: ids that differ in their last number alone lie side by side, in order. In the index of identities what
 * is stored together is then written together; hashed whole, every envelope wrote to another page of it, 40 % of all
 * pages of a commit.
 */
export function eventIdentity(stream: string, identity: string): Buffer {
  const digits = /\d{1,14}$/.exec(identity)?.[0] ?? "";
  const stem = identity.slice(0, identity.length - digits.length);
  // `7` and `07` are two ids: how many digits there are belongs to what is hashed.
  const key = hashOfStem(`${stream}\u0000${stem}\u0000${String(digits.length)}`);
  if (digits === "") return key;
  const number = Number(digits);
  // How many bytes the number has comes before them, so that identities sort as numbers do; 14 digits have up to six.
  let width = 1;
  while (number >= 256 ** width) width += 1;
  const bytes = Buffer.allocUnsafe(key.length + 1 + width);
  key.copy(bytes);
  bytes[key.length] = width;
  bytes.writeUIntBE(number, key.length + 1, width);
  return bytes;
}

/** 64 bits of SHA-256. A sender that counts has one stem, or a few, for all that it sends. */
function hashOfStem(stem: string): Buffer {
  const known = stems.get(stem);
  if (known !== undefined) return known;
  const key = Buffer.from(sha256Of(stem).subarray(0, 8));
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(stem, key);
  return key;
}
