import type { Described } from "../records/described";

/** Page of the console that shows a record: the inspector of its conversation with the record under the cursor. */
export function recordUrl({
  kind,
  ref,
  conv_id,
  subject,
}: Pick<Described, "kind" | "ref" | "conv_id" | "subject">): string {
  if (kind === "incident") return `/incidents/${encodeURIComponent(subject ?? "")}`;
  if (conv_id === null) return `${listPages[kind] ?? "/events"}?sel=${encodeURIComponent(ref)}`;
  const page = `/conversations/${encodeURIComponent(conv_id)}`;
  return kind === "conversation" ? page : `${page}?sel=${encodeURIComponent(ref)}`;
}

/** Pages of records that belong to no conversation. */
const listPages: Partial<Record<Described["kind"], string>> = {
  http: "/transport",
  ws: "/transport",
  panic: "/system",
  error: "/incidents",
};
