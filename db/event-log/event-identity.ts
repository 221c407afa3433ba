import { sha256Of } from "./content-hash";

/** What an envelope is known by inside its source: two columns of its row, the stem behind a key of `identity_stems`. */
export interface EventIdentity {
  /** What stands before the number of an id that counts; the stream of every other id. */
  readonly stem: string;
  /** To how many digits that number is filled up with zeros, 0 where it is not; `hashed` of an id that does not count. */
  readonly digits: number;
  /** That number, from 10 on or filled up; of an id that does not count 64 bits of SHA-256 over stream and id. */
  readonly number: bigint;
}

/** Stands for the digits of an id that does not count: its number is a hash. */
export const hashed = -1;

/**
 * Identity of an envelope inside its source, over the stream in which its identity text holds and that text. The stream
 * is empty where a sender gives ids that hold in all of its streams; only such ids are taken apart, since they alone are
 * shown again. The rule looks at the text alone: the same id is the same identity whatever came before.
 *
 * Senders count: ids that differ in their last number alone share a stem and lie side by side in the index, so what is
 * stored together is written together. All other ids are 64 bits of a hash, stream by stream for the same reason: among ten
 * million of one stream two agree once in 370,000 stores.
 */
export function eventIdentity(stream: string, id: string): EventIdentity {
  const at = stream === "" ? numberStart(id) : id.length;
  if (at === id.length) return hashedIdentity(stream, hashOf(stream, id));
  const isFilled = id.charCodeAt(at) === zero;
  return {
    stem: id.slice(0, at),
    // `17` and `017` are two ids. Numbers of one length and of another share a stem all the same.
    digits: isFilled ? id.length - at : 0,
    number: BigInt(id.slice(at)),
  };
}

/** Identity of an id that does not count, by its hash. */
export function hashedIdentity(stream: string, hash: bigint): EventIdentity {
  return { stem: stream, digits: hashed, number: hash };
}

/** Digits of a number that surely has 63 bits. */
const longestNumber = 18;
/** Digits of a time in milliseconds. */
const digitsOfTime = 13;
const zero = 48;
const nine = 57;

/**
 * Where the number of an id that counts begins; its length where it does not count. A stem that one envelope alone has
 * costs more than its id, so these do not count:
 *
 *   - numbers of one digit: `<uuid>:1` has few siblings. Who counts further than 9 has ten.
 *   - digits in a word that has others before them, and the end of a UUID: random ids, which differ before it too
 *   - numbers behind a time in milliseconds: `<now>-17` has it anew every time
 *   - numbers that do not fit, and texts that UTF-8 does not hold, which cannot be shown again
 */
function numberStart(id: string): number {
  const end = id.length;
  let at = end;
  while (at > 0 && isDigit(id.charCodeAt(at - 1))) at -= 1;
  if (end - at < 2 || end - at > longestNumber || isMixed(id, at) || endsInUuid(id)) return end;
  return holdsTime(id, at) || loneSurrogate.test(id) ? end : at;
}

/** Whether letters before `at` follow digits of the same word. */
function isMixed(id: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isLetter(id.charCodeAt(before))) before -= 1;
  return before >= 0 && isDigit(id.charCodeAt(before));
}

function endsInUuid(id: string): boolean {
  const last = id.length - 13;
  return [last, last - 5, last - 10, last - 15].every((at) => id[at] === "-");
}

function holdsTime(id: string, end: number): boolean {
  let run = 0;
  for (let at = 0; at < end && run < digitsOfTime; at += 1) run = isDigit(id.charCodeAt(at)) ? run + 1 : 0;
  return run === digitsOfTime;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function isLetter(code: number): boolean {
  const small = code | 32;
  return small >= 97 && small <= 122;
}

const loneSurrogate = /\p{Surrogate}/u;

/** The length parts stream and id. Half a pair has no UTF-8, where all halves would be one and the same. */
function hashOf(stream: string, id: string): bigint {
  const text = `${String(stream.length)}:${stream}${id}`;
  return sha256Of(loneSurrogate.test(text) ? Buffer.from(text, "utf16le") : text).readBigInt64BE();
}
