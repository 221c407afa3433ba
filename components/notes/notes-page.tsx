"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import Pin from "lucide-react/icons/pin";
import StickyNote from "lucide-react/icons/sticky-note";
import clsx from "clsx";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { NoteText } from "@/components/data/note-text";
import { PageState, type PaneState } from "@/components/data/page-state";
import { Frame } from "@/components/shell/frame";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import { notesParams } from "@/lib/client/notes-params";
import { allNotesOptions } from "@/lib/client/notes";
import type { Note } from "@/lib/contracts/note";

/** Everything that people wrote down or pinned, newest first; of one conversation when the address names it. */
export function NotesPage() {
  const [conv, setConv] = useQueryState("conv", notesParams.conv);
  const query = useInfiniteQuery(allNotesOptions(conv));
  const notes = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Frame
      title="Notes"
      status={
        query.isSuccess && (
          <span role="status">
            {plural(notes.length, "note or pin", "notes and pins")}
            {query.hasNextPage && ", more below"}
          </span>
        )
      }
    >
      <div
        data-pane=""
        tabIndex={0}
        role="group"
        aria-label="Notes and pins"
        className="ring-inside flex min-h-0 flex-1 flex-col overflow-y-auto"
      >
        {conv !== null && (
          <p className="flex flex-wrap items-center gap-x-2 border-b bg-panel px-3 py-2 text-xs text-fg-muted">
            Of the conversation <span className="num text-fg">{conv}</span>
            <button type="button" className="link" onClick={() => void setConv(null, { history: "push" })}>
              Show all
            </button>
          </p>
        )}
        <PageState state={stateOf(query, notes.length)}>
          <ul>
            {notes.map((note) => (
              <li
                key={note.note_id}
                className="grid gap-x-4 gap-y-1 border-b px-3 py-2.5 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
              >
                <Subject note={note} />
                <NoteText note={note} />
              </li>
            ))}
          </ul>
          {query.hasNextPage && (
            <p className="px-3 py-3">
              <Button disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            </p>
          )}
        </PageState>
      </div>
    </Frame>
  );
}

function Subject({ note: { kind, ref, conv_id, subject } }: { note: Note }) {
  const Icon = kind === "note" ? StickyNote : Pin;
  const isIncident = ref.startsWith("incident:");
  return (
    <div className="flex min-w-0 items-start gap-2">
      <Icon width={13} height={13} aria-label={kind} className="mt-1 shrink-0 text-accent" />
      <div className="min-w-0">
        {subject === null ? (
          <p className="num truncate text-fg-subtle" title="This record is no longer here">
            {ref}
          </p>
        ) : (
          <Link
            href={subject.url}
            className={clsx(
              "block truncate rounded-mark leading-6 hover:underline",
              !ref.startsWith("conversation:") && "num",
            )}
            title={subject.title}
          >
            {isIncident && <span className="font-sans">Incident </span>}
            {subject.title === "" ? ref : subject.title}
          </Link>
        )}
        <p className="truncate text-xs text-fg-muted">
          {[subject?.summary, whereOf(conv_id, isIncident)].filter(Boolean).join(" · ")}
        </p>
      </div>
    </div>
  );
}

/** An incident is of no conversation, or of many: its name says enough. */
function whereOf(convId: string | null, isIncident: boolean): string | undefined {
  return convId ?? (isIncident ? undefined : "no conversation");
}

function stateOf(
  query: Pick<ReturnType<typeof useInfiniteQuery>, "isPending" | "error" | "refetch">,
  count: number,
): PaneState {
  if (query.error !== null && count === 0)
    return { kind: "failed", error: query.error, onRetry: () => void query.refetch() };
  if (query.isPending) return { kind: "loading" };
  if (count > 0) return { kind: "ready" };
  return {
    kind: "empty",
    title: "Nothing is noted or pinned yet",
    hint: "On a conversation, an incident or any record, press N for a note or P for a pin. Both travel in its bundle.",
  };
}
