import { truncateMiddle } from "@/lib/client/format";
import { TimeText } from "./time-text";
import type { Column } from "./virtual-table/column";

/** What a cell shows for a value that no source gave. */
export const dash = <span className="text-fg-subtle">–</span>;

/** How much room a column takes; see `Column`. */
type Room = Pick<Column<never>, "width" | "grow">;

/** The conversation to which a record belongs. Both ends of the id stay visible. */
export function conversationColumn<Row>(
  convIdOf: (row: Row) => string | null,
  room: Room = { width: 110, grow: 1 },
): Column<Row> {
  return {
    id: "conv_id",
    header: "Conversation",
    ...room,
    cell: (row) => {
      const convId = convIdOf(row);
      return convId === null ? dash : <span className="text-fg-muted">{truncateMiddle(convId, 30)}</span>;
    },
    cellTitle: (row) => convIdOf(row) ?? undefined,
  };
}

/** When something happened, with its day where it was not today. */
export function timeColumn<Row>(
  id: string,
  header: string,
  timeOf: (row: Row) => number | null,
  title?: string,
): Column<Row> {
  return {
    id,
    header,
    width: 120,
    mono: true,
    ...(title === undefined ? {} : { title }),
    cell: (row) => {
      const ms = timeOf(row);
      return ms === null ? dash : <TimeText ms={ms} show="short" className="text-fg-muted" />;
    },
  };
}
