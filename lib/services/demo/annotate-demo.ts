import { demoIncident, isPlanted, type DemoIncidentRow } from "@/db/queries/demo-annotations";
import type { ReadStore } from "@/db/store";
import type { AnnotatedDemo } from "@/lib/contracts/demo";
import type { AddNoteBody } from "@/lib/contracts/note";
import { recordRef } from "@/lib/contracts/record-ref";
import { addNote } from "../annotations/edit-notes";
import { saveView } from "../annotations/saved-views";
import type { IngestEngine } from "../ingest/ingest-engine";
import { demoAuthor } from "./demo-source";
import { demoViews } from "./demo-views";

/** A decision, and which incident of the demo it is about. */
const decisions = [
  // Decided between its occurrences, so that the later one makes it a regression.
  {
    code: "provider.server_error",
    state: "resolved",
    note: "The provider says that it is repaired.",
    decidedAt: ({ first_ms, last_ms }: DemoIncidentRow) => Math.floor((first_ms + last_ms) / 2),
  },
  {
    code: "tool.cancelled",
    state: "ignored",
    note: "People may close a page: nothing to repair.",
    decidedAt: ({ last_ms }: DemoIncidentRow) => last_ms + 3_600_000,
  },
] as const;

/**
 * Keeps with the demo recording what people would keep with theirs: notes, a pin, saved views, and decisions about
 * incidents, one of which came back. Its conversations must be settled. Doing it again changes nothing.
 */
export async function annotateDemo(
  store: ReadStore,
  engine: Pick<IngestEngine, "editIncidents" | "editAnnotations">,
  now: () => number,
): Promise<AnnotatedDemo> {
  if (isPlanted(store, demoAuthor)) return { notes: 0, views: 0, decisions: 0 };
  const context = {
    store,
    now,
    writer: {
      editAnnotations: (edit: Parameters<IngestEngine["editAnnotations"]>[0]) => {
        engine.editAnnotations(edit);
        return Promise.resolve();
      },
    },
  };
  const bodies = notesOn(store);
  for (const body of bodies) await addNote(context, { ...body, author: demoAuthor });
  for (const view of demoViews) await saveView(context, view);
  let decided = 0;
  for (const { code, state, note, decidedAt } of decisions) {
    const incident = demoIncident(store, code);
    if (incident === undefined) continue;
    engine.editIncidents({
      edit: "decide",
      incident_id: incident.incident_id,
      decision: { state, note, by: demoAuthor },
      at_ms: decidedAt(incident),
    });
    decided += 1;
  }
  return { notes: bodies.length, views: demoViews.length, decisions: decided };
}

function notesOn(store: ReadStore): AddNoteBody[] {
  const timeout = demoIncident(store, "tool.timeout", "demo-tool-timeout");
  const gap = demoIncident(store, "transport.frame_gap", "demo-ws-drop");
  return [
    ...(gap?.event_ordinal == null
      ? []
      : [{ ref: recordRef("event", gap.event_ordinal), kind: "pin" as const }]),
    ...(timeout === undefined
      ? []
      : [
          {
            ref: recordRef("incident", timeout.incident_id),
            kind: "note" as const,
            body: "The search index is rebuilt at seven in the evening. Ask its owners for a time at night.",
            category: "environment-issue",
          },
        ]),
    {
      ref: recordRef("conversation", "demo-lost-messages"),
      kind: "note",
      body: "Reported by a customer: after a reload the second question was gone. Compare with what the store kept.",
      category: "observation",
    },
  ];
}
