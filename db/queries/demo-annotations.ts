import type { ReadStore } from "../store";

/** An incident whose occurrences are all of the demo recording. */
export interface DemoIncidentRow {
  readonly incident_id: string;
  readonly first_ms: number;
  readonly last_ms: number;
  /** Envelope that shows one of them. */
  readonly event_ordinal: bigint | null;
}

/**
 * The incident of a code that has the most occurrences, of those that belong to the demo recording alone; with
 * a conversation, its incident of that code. Reads the failures of the code's time: called when the demo is loaded.
 */
export function demoIncident(
  { sqlite }: ReadStore,
  code: string,
  convId: string | null = null,
): DemoIncidentRow | undefined {
  const row = sqlite
    .prepare(
      `SELECT e.incident_id, min(e.occurred_at_ms) AS first_ms, max(e.occurred_at_ms) AS last_ms,
         max(e.event_ordinal) FILTER (WHERE @conv_id IS NULL OR e.conv_id = @conv_id) AS event_ordinal
       FROM errors e LEFT JOIN conversations c ON c.conv_id = e.conv_id
       WHERE e.error_code = @code AND e.incident_id IS NOT NULL
       GROUP BY e.incident_id
       HAVING min(coalesce(c.is_demo, 0)) = 1 AND (@conv_id IS NULL OR max(e.conv_id = @conv_id) = 1)
       ORDER BY count(*) DESC, e.incident_id LIMIT 1`,
    )
    .get({ code, conv_id: convId });
  return row === undefined ? undefined : incidentRow(row);
}

/** The columns that the statement names; times of the demo are always known. */
function incidentRow(row: unknown): DemoIncidentRow {
  const { incident_id, first_ms, last_ms, event_ordinal } = row as Record<keyof DemoIncidentRow, unknown>;
  return {
    incident_id: incident_id as string,
    first_ms: Number(first_ms),
    last_ms: Number(last_ms),
    event_ordinal: event_ordinal as bigint | null,
  };
}

/** Whether anything of this author is kept. */
export function isPlanted({ sqlite }: ReadStore, author: string): boolean {
  return (
    sqlite
      .prepare(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM notes WHERE author = @author) OR EXISTS (SELECT 1 FROM incident_decisions WHERE decided_by = @author)",
      )
      .get({ author }) !== undefined
  );
}

/** Notes of an author; people keep few. */
export function listNotesOfAuthor({ sqlite }: Pick<ReadStore, "sqlite">, author: string): readonly string[] {
  return sqlite.prepare("SELECT note_id FROM notes WHERE author = ?").pluck().all(author).map(String);
}

/** Decisions of an author, as they are taken back. */
export function listDecisionsOfAuthor(
  { sqlite }: Pick<ReadStore, "sqlite">,
  author: string,
): readonly { readonly incident_id: string; readonly decided_at_ms: number }[] {
  return sqlite
    .prepare("SELECT incident_id, decided_at_ms FROM incident_decisions WHERE decided_by = ?")
    .raw()
    .all(author)
    .map((row) => {
      const [incident_id, at] = row as [string, bigint];
      return { incident_id, decided_at_ms: Number(at) };
    });
}

/** Saved views by page and name. */
export function listViewsOfNames(
  { sqlite }: Pick<ReadStore, "sqlite">,
  views: readonly { readonly page: string; readonly name: string }[],
): readonly string[] {
  const find = sqlite.prepare("SELECT view_id FROM saved_views WHERE page = ? AND name = ?").pluck();
  return views.flatMap(({ page, name }) => find.all(page, name).map(String));
}
