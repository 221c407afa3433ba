import { randomUUID } from "node:crypto";
import { findSavedView, findSavedViewByName, listSavedViewRows } from "@/db/queries/annotations";
import type { ReadStore } from "@/db/store";
import {
  savedViewSchema,
  type RenameViewBody,
  type SavedView,
  type SavedViewList,
  type SaveViewBody,
} from "@/lib/contracts/saved-view";
import { ConsoleError } from "@/lib/domain/console-error";
import { savedViews } from "@/lib/domain/model/privacy";
import type { ServiceContext } from "../service-context";
import type { StoreWriter } from "../store/store-writer";
import { wireFromRecord } from "../wire-from-record";

interface EditContext extends ServiceContext {
  readonly writer: Pick<StoreWriter, "editAnnotations">;
}
type ViewRow = NonNullable<ReturnType<typeof findSavedView>>;

/** People keep few; a list beyond this would not be read anyway. */
const listLimit = 500;

/** Saved views by page and name. */
export function listSavedViews({ store }: ServiceContext): SavedViewList {
  return { items: listSavedViewRows(store, listLimit).map(viewFromRow) };
}

/** Saves what a list shows under a name; the same name on the same page is replaced. */
export async function saveView(
  { store, writer, now }: EditContext,
  { name, page, query }: SaveViewBody,
): Promise<SavedView> {
  const known = findSavedViewByName(store, page, name);
  const view_id = known?.view_id ?? randomUUID();
  await writer.editAnnotations({
    edit: "keep-view",
    view: {
      view_id,
      name,
      page,
      query: { ...query },
      created_at_ms: known?.created_at_ms ?? now(),
    },
  });
  return viewFromRow(requireView(store, view_id));
}

/** Gives a view another name. Throws not-found, and name-taken when another view of the page has it. */
export async function renameView(
  { store, writer }: EditContext,
  viewId: string,
  { name }: RenameViewBody,
): Promise<SavedView> {
  const row = requireView(store, viewId);
  const holder = findSavedViewByName(store, row.page, name);
  if (holder !== undefined && holder.view_id !== viewId)
    throw new ConsoleError("name-taken", `Another view of this page is called ${name}.`, {
      details: { view_id: holder.view_id },
    });
  await writer.editAnnotations({ edit: "keep-view", view: { ...row, name } });
  return viewFromRow(requireView(store, viewId));
}

/** Removes a view and answers what it was. Throws not-found. */
export async function removeView({ store, writer }: EditContext, viewId: string): Promise<SavedView> {
  const view = viewFromRow(requireView(store, viewId));
  await writer.editAnnotations({ edit: "remove-view", view_id: viewId });
  return view;
}

function requireView(store: ReadStore, viewId: string): ViewRow {
  const row = findSavedView(store, viewId);
  if (row !== undefined) return row;
  throw new ConsoleError("not-found", "There is no such saved view.", { details: { view_id: viewId } });
}

/** What was saved was checked when it came in; a store that says otherwise was written by another program. */
function viewFromRow(row: ViewRow): SavedView {
  return savedViewSchema.parse(wireFromRecord(savedViews, row));
}
