import { setImmediate as breathe } from "node:timers/promises";
import { listDecisionsOfAuthor, listNotesOfAuthor, listViewsOfNames } from "@/db/queries/demo-annotations";
import { listDemoConversations } from "@/db/queries/demo-conversations";
import type { ReadStore } from "@/db/store";
import type { RemovedDemo } from "@/lib/contracts/demo";
import type { IngestEngine } from "../ingest/ingest-engine";
import { demoAuthor, demoSourcePrefix } from "./demo-source";
import { demoViews } from "./demo-views";

const rule = "demo recording removed";

/**
 * Takes the demo recording out of the store, conversation by conversation, so that what senders post comes in between.
 * A conversation of which other sources told as well stays whole. Doing it again goes on where it was stopped.
 */
export async function removeDemo(
  { sqlite }: Pick<ReadStore, "sqlite">,
  engine: Pick<IngestEngine, "removeConversation" | "removeUnplaced" | "editAnnotations" | "editIncidents">,
): Promise<RemovedDemo> {
  removeAnnotations({ sqlite }, engine);
  const all = listDemoConversations({ sqlite }, demoSourcePrefix);
  const going = all.filter(({ has_others }) => !has_others);
  const sum = { events: 0, bytes: 0 };
  const add = ({ events, bytes }: { readonly events: number; readonly bytes: number }): void => {
    sum.events += events;
    sum.bytes += bytes;
  };
  for (const { conv_id } of going) {
    add(engine.removeConversation(conv_id, rule));
    await breathe();
  }
  add(engine.removeUnplaced(demoSourcePrefix, rule));
  const kept = all.flatMap(({ conv_id, has_others }) => (has_others ? [conv_id] : []));
  return { conversations: going.length, ...sum, kept };
}

/** What was kept with the recording goes first, while its incidents are there; what others kept on it stays or goes with it. */
function removeAnnotations(
  store: Pick<ReadStore, "sqlite">,
  engine: Pick<IngestEngine, "editAnnotations" | "editIncidents">,
): void {
  for (const note_id of listNotesOfAuthor(store, demoAuthor))
    engine.editAnnotations({ edit: "remove-note", note_id });
  for (const view_id of listViewsOfNames(store, demoViews))
    engine.editAnnotations({ edit: "remove-view", view_id });
  for (const decision of listDecisionsOfAuthor(store, demoAuthor))
    engine.editIncidents({ edit: "take-back", ...decision });
}
