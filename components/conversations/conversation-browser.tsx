"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, type ReactNode } from "react";
import { facetGroups, toggled } from "@/components/data/facet-groups";
import { FacetRail } from "@/components/data/facet-rail";
import { FilterTokens } from "@/components/data/filter-tokens";
import { PageState, type PaneState } from "@/components/data/page-state";
import { SplitPanes } from "@/components/data/split-panes/split-panes";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import type { SortOrder } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { ImportButton } from "@/components/shell/import-button";
import { Frame } from "@/components/shell/frame";
import { classColor } from "@/components/ui/class-mark";
import { SearchField } from "@/components/ui/search-field";
import { formatCount, plural } from "@/lib/client/format";
import { activeFilters, conversationFilterNames, conversationListParams } from "@/lib/client/list-params";
import type { ConversationSummary } from "@/lib/contracts/conversation";
import type { ConversationFacetName } from "@/lib/contracts/vocabulary";
import { conversationColumns } from "./conversation-columns";
import { ConversationPreview } from "./conversation-preview";
import { conversationFacetsOptions, conversationListOptions } from "./conversation-queries";
import { NothingRecorded } from "./nothing-recorded";

/** The conversation list: facets, table, preview. Everything that is chosen stands in the address. */
export function ConversationBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(conversationListParams);
  const { sel, ...filter } = view;
  const list = useInfiniteQuery(conversationListOptions(filter));
  const facets = useQuery(conversationFacetsOptions(filter));
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => void setView({ q, sel: null }), [setView]),
  );

  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const isExact = list.data?.pages[0]?.total_is_exact ?? true;
  const selected = rows.find(({ conv_id }) => conv_id === sel) ?? (sel === null ? rows[0] : undefined);
  const filters = activeFilters(filter, conversationFilterNames);
  const isFiltered = filters.length > 0 || view.q !== "";

  const setFilter = (name: ConversationFacetName, values: string[]) =>
    void setView({ [name]: values, sel: null }, { history: "push" });
  const clear = () => void setView(null, { history: "push" });
  const open = (row: ConversationSummary) => router.push(`/conversations/${encodeURIComponent(row.conv_id)}`);
  const tokens = (
    <FilterTokens
      filters={filters}
      onRemove={(name, value) =>
        setFilter(
          facetName(name),
          view[facetName(name)].filter((entry) => entry !== value),
        )
      }
    />
  );

  return (
    <Frame
      title="Conversations"
      query={
        <SearchField
          label="Search conversations"
          value={text}
          onChange={setText}
          placeholder="Search ids and titles"
          keys="/"
          tokens={tokens}
        />
      }
      actions={<ImportButton />}
      status={
        <>
          <span role="status">
            {isFiltered ? `${formatCount(total)}${isExact ? "" : "+"} match` : plural(total, "conversation")}
          </span>
          <span>{formatCount(rows.length)} loaded</span>
        </>
      }
    >
      <SplitPanes
        name="conversations"
        start={{
          label: "Filters",
          size: 212,
          content: (
            <FacetRail
              label="Filters"
              groups={facets.data === undefined ? [] : facetGroups(facets.data.facets, view)}
              onToggle={(group, value, mode) =>
                setFilter(facetName(group), toggled(view[facetName(group)], value, mode))
              }
            />
          ),
        }}
        main={{
          label: "Conversations",
          content: (
            <PageState state={stateOf(list, rows.length, isFiltered, clear, tokens)}>
              <VirtualTable
                label="Conversations"
                columns={conversationColumns}
                rows={rows}
                rowKey={(row) => row.conv_id}
                selectedKey={selected?.conv_id ?? null}
                onSelect={(row) => void setView({ sel: row.conv_id })}
                onOpen={open}
                edge={(row) => (row.last_error_class === null ? undefined : classColor(row.last_error_class))}
                sort={sortOrder(view.sort)}
                onSortChange={(sort) =>
                  void setView({ sort: sortParam(sort), sel: null }, { history: "push" })
                }
                totalRows={total}
                hasMore={list.hasNextPage}
                onEndReached={() => void list.fetchNextPage()}
                loading={list.isPending}
                refreshing={list.isRefetching}
                widthsName="conversations"
                primary
              />
            </PageState>
          ),
        }}
        end={{
          label: "Preview",
          size: 372,
          content: <ConversationPreview conversation={selected} />,
        }}
      />
    </Frame>
  );
}

function stateOf(
  list: {
    readonly isError: boolean;
    readonly error: unknown;
    readonly isPending: boolean;
    refetch(): unknown;
  },
  rowCount: number,
  isFiltered: boolean,
  onClear: () => void,
  filters: ReactNode,
): PaneState {
  if (list.isError) return { kind: "failed", error: list.error, onRetry: () => void list.refetch() };
  if (list.isPending || rowCount > 0) return { kind: "ready" };
  if (isFiltered) return { kind: "filtered", title: "No conversation matches", filters, onClear };
  return { kind: "empty", title: "Nothing is recorded yet", hint: <NothingRecorded /> };
}

/** The rail and the tokens are built from these names, so each is one of them. */
function facetName(name: string): ConversationFacetName {
  return conversationFilterNames.find((known) => known === name) ?? "status";
}

function sortOrder(sort: string): SortOrder {
  return { column: sort.replace(/^-/, ""), direction: sort.startsWith("-") ? "descending" : "ascending" };
}

function sortParam({ column, direction }: SortOrder) {
  const text = direction === "descending" ? `-${column}` : column;
  return conversationListParams.sort.parse(text) ?? "-last_activity";
}
