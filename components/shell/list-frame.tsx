"use client";
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { facetGroups } from "@/components/data/facet-groups";
import { FacetRail } from "@/components/data/facet-rail";
import { PageState, type PaneState } from "@/components/data/page-state";
import { QueryBar } from "@/components/data/query-bar/query-bar";
import { QueryTerms } from "@/components/data/query-bar/query-terms";
import { SplitPanes } from "@/components/data/split-panes/split-panes";
import type { Column, SortOrder } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { formatCount, plural } from "@/lib/client/format";
import { facetsOptions, observedValues } from "@/lib/client/list-queries";
import type { Facet } from "@/lib/contracts/facet";
import { toggleValue } from "@/lib/domain/query/edit-query";
import { parseQuery } from "@/lib/domain/query/parse-query";
import type { QueryFault } from "@/lib/domain/query/query";
import { findField, type ListName } from "@/lib/domain/query/query-fields";
import { Frame } from "./frame";
import { ImportButton } from "./import-button";
import { LazySavedViews } from "./lazy-saved-views";
import { useNotedColumns } from "./notes/use-noted-columns";
import { useCommands } from "./use-commands";
import { useReturnToRows } from "./use-return-to-rows";
import { orNotice } from "@/components/ui/lazy-part";

const ListNews = dynamic(() => orNotice(import("./list-news").then((module) => module.ListNews)), {
  ssr: false,
});

/** The part of an infinite query that a list needs. Pages with a total say how many rows match. */
export interface ListQuery<Row> {
  readonly data:
    | {
        readonly pages: readonly {
          readonly items: readonly Row[];
          readonly total?: number;
          readonly total_is_exact?: boolean;
        }[];
      }
    | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly isRefetching: boolean;
  readonly hasNextPage: boolean;
  fetchNextPage(): unknown;
  refetch(): unknown;
}

type FacetsQuery = Pick<
  UseQueryResult<readonly Facet[]>,
  "data" | "isError" | "error" | "isPending" | "refetch"
>;

/** State of a list that stands in its address. */
export interface ListView {
  readonly q: string;
  /** Row under the cursor; null stands for the first. */
  readonly sel: string | null;
}

export interface ListFrameProps<Row> {
  list: ListName;
  title: string;
  /** What a row is called: "tool call". */
  noun: string;
  query: ListQuery<Row>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Reference of the record that a row is: notes and pins on it are marked. The same function every time. */
  refOf: (row: Row) => string;
  edge?: (row: Row) => string | undefined;
  view: ListView;
  onView: (change: Partial<ListView> | null, options?: { history: "push" }) => unknown;
  /** The order in the address, `-column` for descending; absent where the newest always come first. */
  sort?: { readonly value: string; readonly onChange: (sort: string) => void };
  onOpen: (row: Row) => void;
  placeholder: string;
  /** Says what a list without a row waits for. */
  empty: { readonly title: string; readonly hint: ReactNode };
  /** Live badge of a list that follows the log by itself; the others are told of news by time. */
  live?: ReactNode;
  /** More of the status bar. */
  status?: (rows: readonly Row[]) => ReactNode;
  /** Rows put aside to be done something with together. */
  marking?: {
    readonly marked: ReadonlySet<string>;
    readonly onToggle: (row: Row) => void;
    /** Stands above the table while rows are marked: what can be done with them. */
    readonly banner: ReactNode;
  };
  /** Changes when the list begins anew and must be read from its top. */
  generation?: number;
  details: { readonly label: string; readonly content: (row: Row | undefined) => ReactNode };
}

/** A page that lists records: query, facets, a virtual table over keyset pages, details of the row under the cursor. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { list, title, query, rowKey, view, onView, sort, marking } = props;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const columns = useNotedColumns(props.columns, query.data?.pages ?? noPages, props.refOf);
  const { terms, faults } = useMemo(() => parseQuery(view.q, list), [view.q, list]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const facets = useQuery(facetsOptions(list, view.q));
  const selected = rows.find((row) => rowKey(row) === view.sel) ?? (view.sel === null ? rows[0] : undefined);
  // The address is written a moment after the cursor moved; leaving the page before would bring it back.
  const settled = useRef<Promise<unknown>>(Promise.resolve());
  const select = (row: Row) => {
    settled.current = Promise.resolve(onView({ sel: rowKey(row) }));
  };
  useCommands(
    "list-marks",
    marking === undefined
      ? []
      : [
          {
            id: "list.mark",
            label: "Mark or unmark the row",
            group: "Rows",
            keys: ["X"],
            run: () => {
              if (selected !== undefined) marking.onToggle(selected);
            },
          },
        ],
  );
  useReturnToRows(list);
  const client = useQueryClient();
  const [generation, setGeneration] = useState(0);
  const showNews = async () => {
    await onView({ sel: null });
    await Promise.all([
      client.resetQueries({ queryKey: [list, "list"] }),
      client.invalidateQueries({ queryKey: [list, "newest"] }),
      client.invalidateQueries({ queryKey: [list, "facets"] }),
    ]);
    setGeneration((before) => before + 1);
  };
  const setQuery = useCallback((q: string) => void onView({ q, sel: null }, { history: "push" }), [onView]);
  const observed = useMemo(() => observedValues(facets.data ?? []), [facets.data]);
  return (
    <Frame
      title={title}
      query={
        <div className="flex min-w-0 items-center gap-2">
          <div className="min-w-0 flex-1">
            <QueryBar
              list={list}
              label={`Search ${title.toLowerCase()}`}
              query={view.q}
              onQuery={setQuery}
              observed={observed}
              placeholder={props.placeholder}
            />
          </div>
          <LazySavedViews
            page={list}
            query={sort === undefined ? { q: view.q } : { q: view.q, sort: sort.value }}
          />
        </div>
      }
      live={
        list === "events" ? (
          props.live
        ) : (
          <ListNews list={list} q={faults.length > 0 ? null : view.q} onShow={() => void showNews()} />
        )
      }
      actions={<ImportButton />}
      status={
        <>
          <span role="status">{faults.length > 0 ? "" : matchText(props, rows.length)}</span>
          {props.status?.(rows)}
        </>
      }
    >
      <SplitPanes
        name={list}
        start={{
          label: "Filters",
          size: 196,
          content: (
            <PageState state={facetsState(facets, faults.length > 0)}>
              <FacetRail
                label="Filters"
                groups={facetGroups(list, facets.data ?? [], terms, unfolded)}
                onUnfold={(group) => setUnfolded((before) => new Set([...before, group]))}
                onToggle={(group, value, wanted) => {
                  const field = findField(group);
                  if (field !== undefined) setQuery(toggleValue(view.q, list, field, value, wanted));
                }}
              />
            </PageState>
          ),
        }}
        main={{
          label: title,
          content: (
            <PageState state={stateOf(props, rows.length, faults[0], setQuery)}>
              {marking !== undefined && marking.marked.size > 0 && marking.banner}
              <VirtualTable
                key={`${String(props.generation ?? 0)} ${String(generation)}`}
                label={title}
                columns={columns}
                rows={rows}
                rowKey={rowKey}
                selectedKey={selected === undefined ? null : rowKey(selected)}
                onSelect={select}
                onOpen={(row) => void settled.current.then(() => props.onOpen(row))}
                edge={props.edge}
                {...(marking === undefined
                  ? {}
                  : {
                      rowClass: (row: Row) => (marking.marked.has(rowKey(row)) ? "row-marked" : undefined),
                    })}
                {...(sort === undefined
                  ? {}
                  : {
                      sort: sortOrder(sort.value),
                      onSortChange: (order: SortOrder) => sort.onChange(sortText(order)),
                    })}
                totalRows={query.data?.pages[0]?.total}
                hasMore={query.hasNextPage}
                onEndReached={() => {
                  if (!query.isFetching) query.fetchNextPage();
                }}
                loading={query.isPending}
                refreshing={query.isRefetching}
                widthsName={list}
                primary
              />
            </PageState>
          ),
        }}
        end={{ label: props.details.label, size: 344, content: props.details.content(selected) }}
      />
    </Frame>
  );
}

/** A list may be empty because nothing went wrong, or because nothing came in at all. */
const feedLink = (
  <Link href="/conversations" className="link">
    All conversations, or how to feed the console
  </Link>
);

const noPages: readonly never[] = [];

/** How many rows there are, as far as it is known. */
function matchText<Row>({ query, noun, view }: ListFrameProps<Row>, rowCount: number): string {
  const isFiltered = view.q.trim() !== "";
  const { total, total_is_exact } = query.data?.pages[0] ?? {};
  if (total !== undefined)
    return isFiltered
      ? `${formatCount(total)}${total_is_exact === false ? "+" : ""} match`
      : plural(total, noun);
  if (query.data === undefined) return query.isError ? "not read" : "";
  if (query.hasNextPage) return `newest ${plural(rowCount, noun)} loaded, more below`;
  return isFiltered ? `${formatCount(rowCount)} match` : plural(rowCount, noun);
}

function stateOf<Row>(
  { list, query, noun, empty, view, onView }: ListFrameProps<Row>,
  rowCount: number,
  fault: QueryFault | undefined,
  setQuery: (query: string) => void,
): PaneState {
  const onClear = () => void onView(null, { history: "push" });
  const filters = <QueryTerms list={list} query={view.q} onQuery={setQuery} />;
  if (fault !== undefined)
    return {
      kind: "filtered",
      title: "The query cannot be read",
      filters: (
        <>
          <p>{fault.message}</p>
          {filters}
        </>
      ),
      onClear,
    };
  if (query.isError && rowCount === 0)
    return { kind: "failed", error: query.error, onRetry: () => void query.refetch() };
  // A filtered page may come back empty although the list goes on.
  if (query.isPending || query.hasNextPage || rowCount > 0) return { kind: "ready" };
  if (view.q.trim() !== "") return { kind: "filtered", title: `No ${noun} matches`, filters, onClear };
  return { kind: "empty", actions: list === "conversations" ? undefined : feedLink, ...empty };
}

/** A query that cannot be read is said once, in the list itself. */
function facetsState(facets: FacetsQuery, isFaulty: boolean): PaneState {
  if (facets.data === undefined && facets.isError && !isFaulty)
    return { kind: "failed", error: facets.error, onRetry: () => void facets.refetch() };
  return { kind: facets.isPending && !isFaulty ? "loading" : "ready" };
}

function sortOrder(sort: string): SortOrder {
  return { column: sort.replace(/^-/, ""), direction: sort.startsWith("-") ? "descending" : "ascending" };
}

function sortText({ column, direction }: SortOrder): string {
  return direction === "descending" ? `-${column}` : column;
}
