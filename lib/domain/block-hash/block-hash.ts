import type { JsonValue } from "../model/field";
import { canonicalJson, canonicalString } from "./canonical-json";

/** Name of the algorithm as the runtime stores it in `blocks.hash_algorithm`. */
export const blockHashAlgorithm = "sha256-canonical-json-v1";

/** SHA-256 of the UTF-8 bytes of a text, lower-case hex. Passed in: pure code has no crypto of its own. */
export type Sha256 = (text: string) => string;

/** What a block hash covers. The block id is not part of it. */
export interface HashedBlock {
  readonly kind: string;
  readonly role?: string | undefined;
  readonly payload?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
}

/** Content hash of a block whose payload and metadata are at hand as values. */
export function blockContentHash(block: HashedBlock, sha256: Sha256): string {
  return sha256(
    canonicalBlock(block.kind, block.role ?? "", canonicalPart(block.payload), canonicalPart(block.metadata)),
  );
}

/**
 * Content hash of a block as a turns database stores it: its JSON columns are canonical already, and
 * parsing them would change numbers that JavaScript cannot hold.
 */
export function storedBlockHash(
  block: {
    readonly kind: string;
    readonly role: string;
    readonly payload_json: string;
    readonly block_metadata_json: string;
  },
  sha256: Sha256,
): string {
  return sha256(canonicalBlock(block.kind, block.role, block.payload_json, block.block_metadata_json));
}

/** Hash of the payload alone: it stays equal when only the metadata of a block changed. */
export function payloadHash(payload: JsonValue | undefined, sha256: Sha256): string {
  return sha256(canonicalPart(payload));
}

/** Null and absent parts count as empty objects. */
function canonicalPart(value: JsonValue | undefined): string {
  return value === undefined || value === null ? "{}" : canonicalJson(value);
}

function canonicalBlock(kind: string, role: string, payload: string, metadata: string): string {
  return `{"kind":${trimmed(kind)},"role":${trimmed(role)},"payload":${payload},"metadata":${metadata}}`;
}

// White space as Go's unicode.IsSpace has it, which is not JavaScript's: U+0085 counts, U+FEFF does not.
const goSpace = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const outerSpace = new RegExp(`^${goSpace}|${goSpace}$`, "g");

function trimmed(text: string): string {
  return canonicalString(text.replace(outerSpace, ""));
}
