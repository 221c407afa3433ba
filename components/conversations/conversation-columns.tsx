import { TimeText } from "@/components/data/time-text";
import { dash } from "@/components/data/record-columns";
import type { Column } from "@/components/data/virtual-table/column";
import { ClassMark } from "@/components/ui/class-mark";
import { CodeText } from "@/components/ui/code-text";
import { Status } from "@/components/ui/status";
import { formatCompact, formatCount, formatDuration } from "@/lib/client/format";
import type { ConversationSummary } from "@/lib/contracts/conversation";
import { recordRef } from "@/lib/contracts/record-ref";

/** What a conversation is called in lists: its title, else its id. */
export function conversationTitle({
  title,
  conv_id,
}: Pick<ConversationSummary, "title" | "conv_id">): string {
  return title ?? conv_id;
}

/** The record that a row is. */
export const conversationRef = ({ conv_id }: Pick<ConversationSummary, "conv_id">): string =>
  recordRef("conversation", conv_id);

/** Runtime, profile and model on one line; what no source gave is left out. */
export function runtimeText({ runtime_key, profile_slug, models }: ConversationSummary): string {
  const runtime = [runtime_key, profile_slug === runtime_key ? null : profile_slug].filter(
    (part) => part !== null,
  );
  return [...runtime, ...models.slice(0, 1)].join(" · ");
}

/** Columns of the list. Ids of sortable ones are the sorts of the API. */
export const conversationColumns: readonly Column<ConversationSummary>[] = [
  { id: "status", header: "Status", width: 82, cell: (row) => <Status status={row.status ?? "idle"} /> },
  {
    id: "title",
    header: "Conversation",
    width: 134,
    grow: 3,
    cell: (row) => <span className="font-medium">{conversationTitle(row)}</span>,
    cellTitle: (row) => `${conversationTitle(row)}\n${row.conv_id}`,
  },
  {
    id: "runtime",
    least: 920,
    header: "Runtime",
    width: 74,
    grow: 1,
    cell: (row) => <span className="text-fg-muted">{runtimeText(row) || dash}</span>,
    cellTitle: runtimeText,
  },
  {
    id: "last_activity",
    header: "Activity",
    width: 76,
    sortable: true,
    align: "end",
    cell: (row) =>
      row.last_activity_ms === null ? (
        dash
      ) : (
        <TimeText ms={row.last_activity_ms} show="relative" className="text-fg-muted" />
      ),
  },
  {
    id: "turns",
    header: "Turns",
    width: 48,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => formatCount(row.turn_count ?? 0),
  },
  {
    id: "events",
    header: "Events",
    width: 60,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => formatCount(row.event_count ?? 0),
  },
  {
    id: "calls",
    least: 1040,
    header: "Calls",
    width: 46,
    align: "end",
    mono: true,
    title: "Model calls and tool calls",
    cell: (row) => formatCount((row.model_call_count ?? 0) + (row.tool_call_count ?? 0)),
  },
  {
    id: "tokens",
    header: "Tokens",
    width: 54,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => formatCompact(row.total_tokens ?? 0),
  },
  {
    id: "duration",
    least: 900,
    header: "Duration",
    width: 80,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => (row.duration_ms === null ? dash : formatDuration(row.duration_ms)),
  },
  {
    id: "errors",
    header: "Last error",
    // Most codes fit without their class.
    width: 144,
    grow: 1,
    sortable: true,
    title: "Sorts by the number of recorded failures",
    cell: (row) =>
      row.last_error_code === null ? (
        dash
      ) : (
        <ClassMark errorClass={row.last_error_class ?? "runtime"} square>
          <CodeText code={row.last_error_code} />
        </ClassMark>
      ),
    cellTitle: (row) => [row.last_error_code, row.last_error_message].filter(Boolean).join("\n") || undefined,
  },
  { id: "integrity", header: "Integrity", width: 90, cell: (row) => <Integrity row={row} /> },
];

function Integrity({ row }: { row: ConversationSummary }) {
  const state = row.integrity_state ?? "clean";
  const count = row.anomaly_count ?? 0;
  return (
    <Status status={state}>
      {state === "clean" || count === 0 ? state : `${state} ${formatCount(count)}`}
    </Status>
  );
}
