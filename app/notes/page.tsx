import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { NotesPage } from "@/components/notes/notes-page";
import { allNotesOptions } from "@/lib/client/notes";
import { loadNotesView } from "@/lib/client/notes-params";
import { createQueryClient } from "@/lib/client/query-client";
import { listNotesQuerySchema } from "@/lib/contracts/note";
import { listNotes } from "@/lib/services/annotations/list-notes";
import { getServiceContext } from "@/lib/services/runtime";
import type { SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Notes" };

/** Notes with the first page in place, asked of the service itself. */
export default async function NotesRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { conv } = await loadNotesView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: allNotesOptions(conv).queryKey,
    queryFn: () =>
      listNotes(getServiceContext(), listNotesQuerySchema.parse(conv === null ? {} : { conv: [conv] })),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <NotesPage />
    </HydrationBoundary>
  );
}
