import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Frame } from "@/components/shell/frame";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { SearchHit } from "@/lib/contracts/search";
import { getServiceContext } from "@/lib/services/runtime";
import { lookUp } from "@/lib/services/search/look-up";

export const metadata: Metadata = { title: "Go to" };

/** Opens what an id names. An id that names things of several conversations is a choice, not a guess. */
export default async function GoPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const { items } = lookUp(getServiceContext(), id);
  const [first] = items;
  if (first !== undefined && items.every(({ conv_id }) => conv_id === first.conv_id)) redirect(first.url);
  return (
    <Frame title={id} crumbs={[{ label: "Go to", href: "/conversations" }]}>
      {first === undefined ? <NothingFound id={id} /> : <Candidates items={items} />}
    </Frame>
  );
}

function NothingFound({ id }: { id: string }) {
  return (
    <EmptyState
      title="No record has this id"
      actions={
        <>
          <Link href={`/conversations?q=${encodeURIComponent(id)}`} className={buttonClass()}>
            Search conversations for it
          </Link>
          <Link href={`/events?q=${encodeURIComponent(id)}`} className={buttonClass()}>
            Search events for it
          </Link>
        </>
      }
    >
      <p>
        Looked for <span className="num break-all text-fg">{id}</span> among conversations, sessions, turns,
        events and their ordinals, entities, model calls, tool calls, requests, sockets, errors and incidents.
      </p>
    </EmptyState>
  );
}

function Candidates({ items }: { items: readonly SearchHit[] }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3.5 py-3">
      <p className="mb-2 text-fg-muted">This id names records of several conversations:</p>
      <ul aria-label="Records with this id">
        {items.map((hit) => (
          <li key={hit.ref}>
            <Link
              href={hit.url}
              className="ring-inside flex h-8 items-center gap-3 border-b px-1 hover:bg-hover"
            >
              <Badge>{hit.kind.replaceAll("_", " ")}</Badge>
              <span className="min-w-0 truncate font-medium">{hit.title}</span>
              <span className="min-w-0 truncate text-xs text-fg-muted">{hit.summary}</span>
              <span className="num ml-auto shrink-0 text-fg-subtle">{hit.conv_id ?? "no conversation"}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
