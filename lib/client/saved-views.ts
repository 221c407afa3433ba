import { queryOptions } from "@tanstack/react-query";
import type { SavedView, SaveViewBody, ViewQuery } from "@/lib/contracts/saved-view";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

const path = "/api/v1/saved-views";
const contract = () => import("@/lib/contracts/saved-view");

/** Saved views of all lists, by page and name. */
export const savedViewsOptions = queryOptions({
  queryKey: ["saved-views"],
  queryFn: async ({ signal }) => {
    const { savedViewListSchema } = await contract();
    const { items } = await apiFetch(path, savedViewListSchema, { signal });
    return items;
  },
  staleTime: freshness.list,
});

/** Saves under a name, which replaces what the page has of that name. Throws as apiFetch does. */
export async function saveView(view: SaveViewBody): Promise<SavedView> {
  return apiFetch(path, (await contract()).savedViewSchema, { method: "POST", json: view });
}

export async function renameView(viewId: string, name: string): Promise<SavedView> {
  return apiFetch(`${path}/${encodeURIComponent(viewId)}`, (await contract()).savedViewSchema, {
    method: "PATCH",
    json: { name },
  });
}

export async function removeView(viewId: string): Promise<SavedView> {
  return apiFetch(`${path}/${encodeURIComponent(viewId)}`, (await contract()).savedViewSchema, {
    method: "DELETE",
  });
}

/** Address of the page as the view shows it. */
export function savedViewHref({ page, query: { q, ...more } }: Pick<SavedView, "page" | "query">): string {
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...more });
  return query.size === 0 ? `/${page}` : `/${page}?${query.toString()}`;
}

/** Whether a page shows just what the view would. */
export function isShown({ query }: Pick<SavedView, "query">, { q, sort, time }: ViewQuery): boolean {
  return query.q === q && query.time === time && (query.sort === undefined || query.sort === sort);
}

/** What a view shows, in words. */
export function viewInWords({ q, time }: ViewQuery): string {
  return [q, time ?? ""].filter((part) => part !== "").join(" · ") || "everything";
}
