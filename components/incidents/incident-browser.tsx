"use client";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
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
import { Frame } from "@/components/shell/frame";
import { ImportButton } from "@/components/shell/import-button";
import { classColor } from "@/components/ui/class-mark";
import { SearchField } from "@/components/ui/search-field";
import { plural } from "@/lib/client/format";
import { activeFilters, incidentFilterNames, incidentListParams } from "@/lib/client/list-params";
import type { IncidentSummary } from "@/lib/contracts/error";
import type { IncidentFacetName } from "@/lib/contracts/vocabulary";
import { incidentColumns } from "./incident-columns";
import { IncidentPreview, occurrenceHref } from "./incident-preview";
import { incidentFacetsOptions, incidentListOptions, incidentOptions } from "./incident-queries";

const facetTitles = { status: "HTTP status" } as const;

/** Recorded failures by cause. Opening one leads to its newest occurrence in the inspector. */
export function IncidentBrowser() {
  const router = useRouter();
  const client = useQueryClient();
  const [view, setView] = useQueryStates(incidentListParams);
  const { sel, ...filter } = view;
  const list = useInfiniteQuery(incidentListOptions(filter));
  const facets = useQuery(incidentFacetsOptions(filter));
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => void setView({ q, sel: null }), [setView]),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const selected =
    rows.find(({ incident_id }) => incident_id === sel) ?? (sel === null ? rows[0] : undefined);
  const filters = activeFilters(filter, incidentFilterNames);
  const setFilter = (name: IncidentFacetName, values: string[]) =>
    void setView({ [name]: values, sel: null }, { history: "push" });
  const open = async (row: IncidentSummary) => {
    const detail = await client.ensureQueryData(incidentOptions(row.incident_id));
    const newest = detail.occurrences.items[0];
    const href = newest === undefined ? undefined : occurrenceHref(newest);
    router.push(href ?? `/incidents/${row.incident_id}`);
  };
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
  const occurrences = rows.reduce((sum, row) => sum + (row.occurrence_count ?? 0), 0);

  return (
    <Frame
      title="Incidents"
      query={
        <SearchField
          label="Search incidents"
          value={text}
          onChange={setText}
          placeholder="Search causes and codes"
          keys="/"
          tokens={tokens}
        />
      }
      actions={<ImportButton />}
      status={
        <>
          <span role="status">{plural(total, "group")}</span>
          <span>{plural(occurrences, "occurrence")} in the groups shown</span>
        </>
      }
    >
      <SplitPanes
        name="incidents"
        start={{
          label: "Filters",
          size: 212,
          content: (
            <FacetRail
              label="Filters"
              canExclude={false}
              groups={facets.data === undefined ? [] : facetGroups(facets.data.facets, view, facetTitles)}
              onToggle={(group, value, mode) =>
                setFilter(facetName(group), toggled(view[facetName(group)], value, mode))
              }
            />
          ),
        }}
        main={{
          label: "Incidents",
          content: (
            <PageState
              state={stateOf(
                list,
                rows.length,
                filters.length > 0 || view.q !== "",
                () => void setView(null, { history: "push" }),
                tokens,
              )}
            >
              <VirtualTable
                label="Incidents"
                columns={incidentColumns}
                rows={rows}
                rowKey={(row) => row.incident_id}
                selectedKey={selected?.incident_id ?? null}
                onSelect={(row) => void setView({ sel: row.incident_id })}
                onOpen={(row) => void open(row)}
                edge={(row) => classColor(row.error_class)}
                sort={{
                  column: view.sort.replace(/^-/, ""),
                  direction: view.sort.startsWith("-") ? "descending" : "ascending",
                }}
                onSortChange={(sort) =>
                  void setView({ sort: sortParam(sort), sel: null }, { history: "push" })
                }
                totalRows={total}
                hasMore={list.hasNextPage}
                onEndReached={() => void list.fetchNextPage()}
                loading={list.isPending}
                refreshing={list.isRefetching}
                widthsName="incidents"
                primary
              />
            </PageState>
          ),
        }}
        end={{ label: "Incident", size: 372, content: <IncidentPreview incident={selected} /> }}
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
  if (isFiltered) return { kind: "filtered", title: "No incident matches", filters, onClear };
  return {
    kind: "empty",
    title: "No failure is recorded",
    hint: "Failures of the observed runtime appear here, grouped by cause, as soon as a source tells of one.",
  };
}

/** The rail and the tokens are built from these names, so each is one of them. */
function facetName(name: string): IncidentFacetName {
  return incidentFilterNames.find((known) => known === name) ?? "class";
}

function sortParam({ column, direction }: SortOrder) {
  return incidentListParams.sort.parse(direction === "descending" ? `-${column}` : column) ?? "-last_seen";
}
