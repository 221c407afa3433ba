"use client";
import clsx from "clsx";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useMemo } from "react";
import { PageState, type PaneState } from "@/components/data/page-state";
import { TimeText } from "@/components/data/time-text";
import { Frame } from "@/components/shell/frame";
import { ImportButton } from "@/components/shell/import-button";
import { LazySavedViews } from "@/components/shell/lazy-saved-views";
import { NothingRecorded } from "@/components/shell/nothing-recorded";
import { Status } from "@/components/ui/status";
import { ApiProblem } from "@/lib/client/api-fetch";
import { formatCount } from "@/lib/client/format";
import { overviewParams } from "@/lib/client/overview-params";
import type { Rollups } from "@/lib/contracts/rollup";
import { writeRange } from "@/lib/domain/rollups/rollup-range";
import { Breakdowns } from "./breakdowns";
import { ChartCard } from "./chart-card";
import { chartsOf, stepsOf } from "./chart-data";
import { Figures } from "./figures";
import { listLinks } from "./list-links";
import { rollupsOptions } from "./overview-queries";
import { RangeBar } from "./range-bar";
import { UntimedNote } from "./untimed-note";

/** What happened in a range of time, in charts that lead to the lists. The range stands in the address. */
export function OverviewPage() {
  const [time, setTime] = useQueryState("time", overviewParams.time);
  const query = useQuery(rollupsOptions(time));
  const rollups = query.data;
  return (
    <Frame
      title="Overview"
      actions={
        <>
          <LazySavedViews page="overview" query={time === null ? { q: "" } : { q: "", time }} />
          <ImportButton />
        </>
      }
      status={
        rollups !== undefined && (
          <>
            <span role="status">
              {rollups.stored === null ? "nothing recorded" : `${formatCount(stepsOf(rollups))} steps`}
            </span>
            {!query.isPlaceholderData && (
              <span className={clsx(query.isError && "max-sm:hidden")}>
                read <TimeText ms={query.dataUpdatedAt} />
              </span>
            )}
          </>
        )
      }
      statusEnd={
        rollups !== undefined && query.isError && <Status status="error">the newest reading failed</Status>
      }
    >
      <div
        data-pane=""
        tabIndex={0}
        role="group"
        aria-label="Overview"
        className="ring-inside relative flex min-h-0 flex-1 flex-col overflow-y-auto [&>*]:shrink-0"
      >
        {query.isPlaceholderData && (
          <div aria-hidden="true" className="sticky top-0 z-sticky h-0">
            <div className="appear-late h-0.5 w-1/4 animate-progress bg-accent" />
          </div>
        )}
        {rollups === undefined && query.isError && (
          <RangeBar
            preset={time ?? ""}
            isUsual={time === null}
            onTime={(next) => void setTime(next, { history: "push" })}
          />
        )}
        <PageState state={stateOf(query, () => void setTime(null))}>
          {rollups !== undefined && (
            <Report
              rollups={rollups}
              time={time}
              onTime={(next) => void setTime(next, { history: "push" })}
            />
          )}
        </PageState>
      </div>
    </Frame>
  );
}

interface ReportProps {
  rollups: Rollups;
  time: string | null;
  onTime: (time: string | null) => void;
}

function Report({ rollups, time, onTime }: ReportProps) {
  const { from_ms, to_ms, step_ms, stored } = rollups;
  const isAll = time === "*" || rollups.usual === "all";
  // Links name the whole steps that are drawn, so that a list holds what its number says.
  const range = isAll ? undefined : writeRange(rollups);
  const links = useMemo(() => listLinks(range), [range]);
  const charts = useMemo(() => chartsOf(rollups, links), [rollups, links]);
  const axis = useMemo(
    () => ({ from_ms, step_ms, steps: Math.round((to_ms - from_ms) / step_ms) }),
    [from_ms, to_ms, step_ms],
  );
  const isOutside = stored !== null && (stored.to_ms <= from_ms || stored.from_ms >= to_ms);
  return (
    <>
      <RangeBar
        preset={presetOf(time, rollups.usual)}
        isUsual={time === null}
        shown={{ rollups, links }}
        onTime={onTime}
      />
      {rollups.usual === "recording" && stored !== null && (
        <p className="flex flex-wrap items-center gap-x-2 border-b px-3 py-2 text-xs text-fg-muted">
          <span>
            The newest recording, after a week or more in which nothing happened. What is stored is from{" "}
            <TimeText ms={stored.from_ms} show="minute" /> to <TimeText ms={stored.to_ms} show="minute" />.
          </span>
          <button type="button" className="link" onClick={() => onTime("*")}>
            Show all of it
          </button>
        </p>
      )}
      {isOutside && (
        <p className="flex flex-wrap items-center gap-x-2 border-b px-3 py-2">
          Nothing happened in this range. What is stored is from <TimeText ms={stored.from_ms} show="short" />{" "}
          to <TimeText ms={stored.to_ms} show="short" />.
          <button type="button" className="link" onClick={() => onTime("*")}>
            Show all of it
          </button>
        </p>
      )}
      <Figures rollups={rollups} links={links} />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(420px,100%),1fr))] gap-px bg-border">
        {charts.map((chart) => (
          <ChartCard
            key={chart.id}
            chart={chart}
            time={axis}
            onSelect={(first, last) =>
              onTime(
                writeRange({
                  from_ms: from_ms + first * step_ms,
                  to_ms: from_ms + (last + 1) * step_ms,
                }),
              )
            }
          />
        ))}
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(420px,100%),1fr))] gap-px border-t bg-border xl:grid-cols-[1fr_1.6fr_1fr]">
        <Breakdowns rollups={rollups} links={links} />
      </div>
      <UntimedNote untimed={rollups.untimed} />
    </>
  );
}

/** The name of the range in force among those that can be chosen; a recording is none of them. */
function presetOf(time: string | null, usual: Rollups["usual"]): string {
  return time ?? (usual === "all" ? "*" : usual === "day" ? "-24h" : "");
}

function stateOf({ data, error, refetch }: UseQueryResult<Rollups>, onClear: () => void): PaneState {
  if (error instanceof ApiProblem && error.code === "invalid-request")
    return {
      kind: "filtered",
      title: "The range cannot be read",
      filters: error.fields[0]?.message,
      onClear,
    };
  if (data === undefined)
    return error === null ? { kind: "loading" } : { kind: "failed", error, onRetry: () => void refetch() };
  const hasUntimed = Object.values(data.untimed).some((count) => count > 0);
  if (data.stored === null && !hasUntimed)
    return {
      kind: "empty",
      title: "Nothing is recorded yet",
      hint: <NothingRecorded />,
    };
  return { kind: "ready" };
}
