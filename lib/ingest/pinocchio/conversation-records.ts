import type { RecordChange, RecordIn } from "@/lib/domain/model";

/** A sign of life of a conversation. */
export interface Sighting extends Omit<RecordIn<"conversations">, "conv_id"> {
  readonly conv_id: string;
  readonly session_id?: string | null | undefined;
  /** First and last time of the session, where they are not those of the conversation. */
  readonly first_ms?: number | undefined;
  readonly last_ms?: number | undefined;
}

/** Statements that a conversation exists, and its session where one is named. */
export function conversationRecords({ first_ms, last_ms, ...row }: Sighting): RecordChange[] {
  const created = row.created_at_ms ?? first_ms;
  const last = row.last_activity_ms ?? last_ms;
  const conversation: RecordChange = {
    set: "conversations",
    row: { ...row, created_at_ms: created, last_activity_ms: last },
  };
  const { conv_id, session_id } = row;
  if (session_id === undefined || session_id === null || session_id === "") return [conversation];
  return [
    conversation,
    {
      set: "conversation_sessions",
      row: { conv_id, session_id, first_seen_at_ms: first_ms ?? created, last_seen_at_ms: last_ms ?? last },
    },
  ];
}
