"use client";
import { useQuery } from "@tanstack/react-query";
import { Command as Palette } from "cmdk";
import { useRouter } from "next/navigation";
import * as RadixDialog from "radix-ui/dialog";
import { useEffect, useState } from "react";
import { Highlight } from "@/components/data/highlight";
import { Kbd } from "@/components/ui/kbd";
import { useFocusReturn } from "@/components/ui/use-focus-return";
import { savedViewHref, savedViewsOptions } from "@/lib/client/saved-views";
import { useIdLookup, type LookupHit } from "./id-lookup";
import { destinations } from "./navigation";
import { paletteRank } from "./palette-rank";
import { typedAhead } from "./shell-state";
import { useAllCommands } from "./use-commands";

const itemClass =
  "flex h-8 items-center gap-2 rounded-control px-2 text-sm select-none data-[selected=true]:row-selected data-[disabled=true]:opacity-50";
const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-fg-subtle";

/** Everything the user can do or open, found by typing: commands, records by id, records by what they say. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState("");
  const focus = useFocusReturn();
  const commands = useAllCommands().filter((command) => command.hidden !== true);
  const router = useRouter();
  const hits = useLookupHits(query);
  const { data: views } = useQuery(savedViewsOptions);
  const run = (action: () => void) => {
    onClose();
    action();
  };
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-dialog bg-overlay" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.onCloseAutoFocus}
          className="fixed top-[14vh] left-1/2 z-dialog w-[calc(100vw-2rem)] max-w-150 -translate-x-1/2 overflow-hidden rounded-float border bg-panel shadow-float"
        >
          <RadixDialog.Title className="sr-only">Command palette</RadixDialog.Title>
          <Palette
            label="Command palette"
            loop
            value={selectedOf(selected, hits)}
            onValueChange={setSelected}
            filter={(_, search, names = []) => paletteRank(search, names)}
          >
            <Palette.Input
              value={query}
              onValueChange={setQuery}
              onFocus={() => {
                const ahead = typedAhead.take();
                if (ahead !== "") setQuery((before) => before + ahead);
              }}
              placeholder="Type a command, words that were said, or any id"
              className="h-11 w-full border-b bg-transparent px-4 text-md outline-none"
            />
            <Palette.List aria-label="Results" className="max-h-[52vh] overflow-auto p-1">
              {hits.length === 0 && (
                <Palette.Empty className="px-3 py-6 text-center text-fg-muted">Nothing matches</Palette.Empty>
              )}
              {groups.map((group) => (
                <Palette.Group key={group} heading={group} className={groupClass}>
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <Palette.Item
                        key={command.id}
                        value={command.id}
                        keywords={[command.label, command.group, ...wordsOf(command.id)]}
                        onSelect={() => run(command.run)}
                        className={itemClass}
                      >
                        {command.label}
                        {command.keys?.[0] !== undefined && (
                          <Kbd keys={command.keys[0]} className="ml-auto" />
                        )}
                      </Palette.Item>
                    ))}
                </Palette.Group>
              ))}
              {(views ?? []).length > 0 && (
                <Palette.Group heading="Saved views" className={groupClass}>
                  {views?.map((view) => (
                    <Palette.Item
                      key={view.view_id}
                      value={`view ${view.view_id}`}
                      keywords={[view.name, view.page, "saved view"]}
                      onSelect={() => run(() => router.push(savedViewHref(view)))}
                      className={itemClass}
                    >
                      <span className="truncate">{view.name}</span>
                      <span className="ml-auto text-xs text-fg-subtle">{view.page.replace("-", " ")}</span>
                    </Palette.Item>
                  ))}
                </Palette.Group>
              )}
              {hits.length > 0 && (
                <Palette.Group heading="Open" forceMount className={groupClass}>
                  {hits.map((hit) => (
                    <Palette.Item
                      key={`${hit.kind} ${hit.id}`}
                      value={valueOf(hit)}
                      forceMount
                      onSelect={() => run(() => router.push(hit.href))}
                      className={itemClass}
                    >
                      <span className="truncate">{hit.label}</span>
                      {hit.context !== undefined && hit.context !== "" && (
                        <span className="min-w-0 flex-1 truncate text-xs text-fg-muted">
                          <Highlight text={hit.context} query={firstWord(query)} />
                        </span>
                      )}
                      <span className="ml-auto text-xs text-fg-subtle">{hit.kind}</span>
                    </Palette.Item>
                  ))}
                </Palette.Group>
              )}
            </Palette.List>
          </Palette>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function valueOf({ kind, id }: LookupHit): string {
  return `open ${kind} ${id}`;
}

/** What was found by asking comes late, and goes: where nothing that is there is chosen, Enter opens the first of it. */
function selectedOf(chosen: string, hits: readonly LookupHit[]): string {
  const isGone = chosen.startsWith("open ") && !hits.some((hit) => valueOf(hit) === chosen);
  return (chosen === "" || isGone) && hits[0] !== undefined ? valueOf(hits[0]) : chosen;
}

function firstWord(query: string): string {
  return /[^\s"]+/.exec(query)?.[0] ?? "";
}

function wordsOf(commandId: string): readonly string[] {
  return destinations.find(({ href }) => commandId === `go.${href.slice(1)}`)?.words ?? [];
}

/** Asks the lookup 120 ms after the last key; an older answer never replaces a newer one. */
function useLookupHits(query: string): readonly LookupHit[] {
  const lookup = useIdLookup();
  const [hits, setHits] = useState<readonly LookupHit[]>([]);
  const text = query.trim();
  // Outside systems: the timer and the lookup.
  useEffect(() => {
    if (text.length < leastText) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      lookup(text, abort.signal).then(setHits, () => {
        // The palette still works on commands; opening the id itself reports what is wrong.
        if (!abort.signal.aborted) setHits([]);
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [lookup, text]);
  return text.length < leastText ? noHits : hits;
}

/** A single letter names nothing; it is the beginning of a command. */
const leastText = 2;
const noHits: readonly LookupHit[] = [];
