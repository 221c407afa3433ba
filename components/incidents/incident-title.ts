import type { IncidentSummary } from "@/lib/contracts/error";

/**
 * What an incident is called: its normalised message with dots for what differs each time, and without the underscores
 * of a kind that stands for a message.
 */
export function incidentTitle({ title, error_code }: Pick<IncidentSummary, "title" | "error_code">): string {
  if (title === null || title === "") return error_code;
  return title
    .replace(/<[a-z]+>/g, "…")
    .replace(/: [a-z]+(?:_[a-z]+)+$/, (kind) => kind.replaceAll("_", " "));
}
