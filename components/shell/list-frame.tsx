"use client";
import { useMemo, type ReactNode } from "react";
import type { FacetGroup } from "@/components/data/facet-rail";
import { FacetRail } from "@/components/data/facet-rail";
import { toggled } from "@/components/data/facet-groups";
import { FilterTokens } from "@/components/data/filter-tokens";
import { PageState, type PaneState } from "@/components/data/page-state";
import { SplitPanes } from "@/components/data/split-panes/split-panes";
import type { Column } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { SearchField } from "@/components/ui/search-field";
import { formatCount, plural } from "@/lib/client/format";
import { activeRecordFilters, withoutValue, type RecordFilter } from "@/lib/client/record-list-params";
import { Frame } from "./frame";
import { ImportButton } from "./import-button";

/** The part of an infinite query that a list needs. */
export interface ListQuery<Row> {
  readonly data: { readonly pages: readonly { readonly items: readonly Row[] }[] } | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly isRefetching: boolean;
  readonly hasNextPage: boolean;
  fetchNextPage(): unknown;
  refetch(): unknown;
}

export interface ListFrameProps<Row> {
  title: string;
  /** What a row is called: "tool call". */
  noun: string;
  /** Pane sizes and columns are kept under this name. */
  name: string;
  query: ListQuery<Row>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  edge?: (row: Row) => string | undefined;
  /** The cursor in the address; null stands for the first row. */
  sel: string | null;
  onSelect: (row: Row) => void;
  onOpen: (row: Row) => void;
  /** Filters in the address. */
  filter: RecordFilter;
  /** Text field of the header; absent where the list has no text filter. */
  search?: {
    readonly value: string;
    readonly onChange: (text: string) => void;
    readonly placeholder: string;
  };
  groups: readonly FacetGroup[];
  onFilter: (name: string, values: string[] | null) => void;
  onClear: () => void;
  emptyHint: ReactNode;
  live?: ReactNode;
  /** Changes when the list begins anew and must be read from its top. */
  generation?: number;
  details: (row: Row | undefined) => ReactNode;
}

/** A page that lists records: filters, a virtual table over keyset pages, details of the row under the cursor. */
export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const { title, noun, name, query, rowKey, sel, filter, search } = props;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const selected = rows.find((row) => rowKey(row) === sel) ?? (sel === null ? rows[0] : undefined);
  const filters = activeRecordFilters(filter).filter((entry) => entry.name !== "q");
  const isFiltered = activeRecordFilters(filter).length > 0;
  const tokens = (
    <FilterTokens
      filters={filters}
      onRemove={(of, value) => props.onFilter(of, withoutValue(filter[of], value))}
    />
  );
  return (
    <Frame
      title={title}
      query={
        search === undefined ? (
          filters.length > 0 && <span className="flex flex-wrap gap-1">{tokens}</span>
        ) : (
          <SearchField
            label={`Search ${title.toLowerCase()}`}
            value={search.value}
            onChange={search.onChange}
            placeholder={search.placeholder}
            keys="/"
            tokens={tokens}
          />
        )
      }
      live={props.live}
      actions={<ImportButton />}
      status={
        <span role="status">
          {query.hasNextPage
            ? `newest ${plural(rows.length, noun)} loaded, more below`
            : isFiltered
              ? `${formatCount(rows.length)} match`
              : plural(rows.length, noun)}
        </span>
      }
    >
      <SplitPanes
        name={name}
        start={{
          label: "Filters",
          size: 212,
          content: (
            <FacetRail
              label="Filters"
              groups={props.groups}
              canExclude={false}
              onToggle={(group, value, mode) => {
                const chosen = filter[group];
                props.onFilter(
                  group,
                  toggled(typeof chosen === "object" && chosen !== null ? chosen : [], value, mode),
                );
              }}
            />
          ),
        }}
        main={{
          label: title,
          content: (
            <PageState state={stateOf(props, rows.length, isFiltered, tokens)}>
              <VirtualTable
                key={props.generation}
                label={title}
                columns={props.columns}
                rows={rows}
                rowKey={rowKey}
                selectedKey={selected === undefined ? null : rowKey(selected)}
                onSelect={props.onSelect}
                onOpen={props.onOpen}
                edge={props.edge}
                hasMore={query.hasNextPage}
                onEndReached={() => {
                  if (!query.isFetching) query.fetchNextPage();
                }}
                loading={query.isPending}
                refreshing={query.isRefetching}
                widthsName={name}
                primary
              />
            </PageState>
          ),
        }}
        end={{ label: "Details", size: 372, content: props.details(selected) }}
      />
    </Frame>
  );
}

function stateOf<Row>(
  { query, noun, title, emptyHint, onClear }: ListFrameProps<Row>,
  rowCount: number,
  isFiltered: boolean,
  filters: ReactNode,
): PaneState {
  if (query.isError && rowCount === 0)
    return { kind: "failed", error: query.error, onRetry: () => void query.refetch() };
  // A filtered page may come back empty although the list goes on.
  if (query.isPending || query.hasNextPage || rowCount > 0) return { kind: "ready" };
  if (isFiltered) return { kind: "filtered", title: `No ${noun} matches`, filters, onClear };
  return { kind: "empty", title: `No ${title.toLowerCase()} are recorded`, hint: emptyHint };
}
