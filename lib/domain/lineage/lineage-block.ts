import { asArray, asObject, asText } from "../json/json-access";
import type { RecordIn } from "../model";
import type { LineageBlock } from "./match-blocks";

/** A block at its place, as far as its content is known. */
export function lineageBlock(
  place: Pick<RecordIn<"snapshot_blocks">, "position" | "block_id" | "content_hash">,
  block: RecordIn<"blocks"> | undefined,
): LineageBlock {
  return {
    position: place.position,
    block_id: place.block_id,
    content_hash: place.content_hash,
    payload_hash: block?.payload_hash ?? undefined,
    kind: block?.kind ?? "",
    role: block?.role ?? undefined,
    tool_call_id: block?.tool_call_id ?? undefined,
    text: block === undefined ? undefined : textOf(block),
  };
}

/** Whether two tellings of a block are matched alike. */
export function isAlike(a: LineageBlock, b: LineageBlock): boolean {
  return (
    a.payload_hash === b.payload_hash &&
    a.kind === b.kind &&
    a.role === b.role &&
    a.tool_call_id === b.tool_call_id &&
    a.text === b.text
  );
}

/** Whole readable text; the preview of a block is cut. */
function textOf(block: RecordIn<"blocks">): string | undefined {
  const payload = asObject(block.payload ?? undefined);
  const text = asText(payload?.["text"]);
  if (text !== undefined) return text;
  const parts = asArray(payload?.["summary"])?.map((part) => asText(asObject(part)?.["text"]) ?? "");
  return parts?.join("") ?? block.text_preview ?? undefined;
}
