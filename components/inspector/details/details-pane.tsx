"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { PageState } from "@/components/data/page-state";
import { TimeText } from "@/components/data/time-text";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { orMissing, orNotice } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { formatCount, formatDuration } from "@/lib/client/format";
import { detailTabs, type DetailTab } from "@/lib/client/inspector-params";
import { relatedOptions } from "@/lib/client/inspector-list-queries";
import type { InspectedRecord } from "@/lib/client/inspector-record";
import type { RelatedItem } from "@/lib/contracts/related";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import { useInspector } from "../inspector-context";
import { KindIcon, kindNames } from "../kind-icon";
import { markColor } from "../mark-color";
import { recordSheet } from "../sheets/record-sheet";
import type { RecordSheet } from "../sheets/sheet";
import type { SummaryTabProps } from "./summary-tab";

// Each tab comes when it is first shown: together they bring the data model, the tree and the hex dump.
const loading = (): ReactNode => (
  <div className="grid gap-3 p-3">
    {[55, 70, 40, 62].map((width) => (
      <Skeleton key={width} width={`${width}%`} />
    ))}
  </div>
);
const SummaryTab = dynamic(() => orMissing(import("./summary-tab").then((module) => module.SummaryTab)), {
  ssr: false,
  loading,
});
const PayloadTab = dynamic(() => orMissing(import("./payload-tab").then((module) => module.PayloadTab)), {
  ssr: false,
  loading,
});
const BlockSheet = dynamic(() => orMissing(import("./block-sheet").then((module) => module.BlockSheet)), {
  ssr: false,
  loading,
});
const RecordNotes = dynamic(
  () => orNotice(import("@/components/shell/notes/record-notes").then((module) => module.RecordNotes)),
  { ssr: false },
);
const PinCommand = dynamic(
  () => orNotice(import("@/components/shell/notes/pin-command").then((module) => module.PinCommand)),
  { ssr: false },
);
const RawTab = dynamic(() => orMissing(import("./raw-tab").then((module) => module.RawTab)), {
  ssr: false,
  loading,
});
const RelatedTab = dynamic(() => orMissing(import("./related-tab").then((module) => module.RelatedTab)), {
  ssr: false,
  loading,
});

export type JumpTarget = "turn" | "model_call" | "tool_call" | "raw";

export interface DetailsPaneProps {
  /** Record under the cursor, once it has come to rest. */
  recordRef: string | null;
  record: InspectedRecord | undefined;
  error: unknown;
  onRetry: () => void;
  onJump: (target: JumpTarget) => void;
  onFollow: (item: Pick<RelatedItem, "ref" | "conv_id">) => void;
  renderLatency: SummaryTabProps["renderLatency"];
}

const titles: Readonly<Record<DetailTab, string>> = {
  summary: "Summary",
  payload: "Payload",
  raw: "Raw",
  related: "Related",
};

/** The record under the cursor: what it says, its contents, its bytes, and what it is tied to. */
export function DetailsPane(props: DetailsPaneProps) {
  const { convId, cursor } = useInspector();
  return (
    <>
      {cursor !== null && <PinCommand convId={convId} recordRef={cursor} />}
      <RecordDetails {...props} />
    </>
  );
}

function RecordDetails({
  recordRef,
  record,
  error,
  onRetry,
  onJump,
  onFollow,
  renderLatency,
}: DetailsPaneProps) {
  const { convId, view, change } = useInspector();
  const related = useQuery({ ...relatedOptions(recordRef ?? ""), enabled: recordRef !== null });
  const follow = (ref: string) => onFollow({ ref, conv_id: convId });
  if (recordRef === null)
    return <PageState state={{ kind: "empty", title: "Nothing is selected" }}>{null}</PageState>;
  if (record === undefined || record.kind === "missing") {
    return (
      <PageState
        state={
          record !== undefined
            ? {
                kind: "empty",
                title: "This record is not in the store",
                hint: `Nothing answers to ${recordRef}. It may have been removed, or the link is of another store.`,
              }
            : error !== null
              ? { kind: "failed", error, onRetry }
              : { kind: "loading" }
        }
      >
        {null}
      </PageState>
    );
  }
  const sheet = recordSheet(record);
  const block =
    record.kind === "snapshot"
      ? record.snapshot.blocks.find(({ block_id }) => block_id === view.block)
      : undefined;
  return (
    <div data-record={recordRef} className="flex min-h-0 flex-1 flex-col">
      <Head
        convId={convId}
        recordRef={recordRef}
        sheet={sheet}
        related={related.data?.items}
        onJump={onJump}
      />
      <RecordNotes key={`notes ${recordRef}`} convId={convId} recordRef={recordRef} />
      <Tabs
        label="Details"
        tabs={detailTabs.map((id) => ({
          id,
          label: id === "payload" && block !== undefined ? "Block" : titles[id],
          ...(id === "related" && related.data !== undefined ? { count: related.data.items.length } : {}),
        }))}
        selected={view.details}
        onSelect={(id) => change({ details: detailTabs.find((tab) => tab === id) ?? "summary" })}
      >
        {view.details === "summary" && (
          <SummaryTab
            record={record}
            recordRef={recordRef}
            sheet={sheet}
            related={related.data?.items}
            convId={convId}
            onFollow={follow}
            renderLatency={renderLatency}
          />
        )}
        {view.details === "payload" &&
          (block !== undefined ? (
            <BlockSheet block={block} onFollow={follow} />
          ) : (
            <PayloadTab
              sheet={sheet}
              recordRef={recordRef}
              leftOut={record.kind === "event" ? record.detail.left_out : null}
            />
          ))}
        {view.details === "raw" && (
          <RawTab ordinal={sheet.place.ordinal} isItself={record.kind === "event"} onFollow={follow} />
        )}
        {view.details === "related" && (
          <RelatedTab
            related={related.data}
            error={related.error}
            onRetry={() => void related.refetch()}
            convId={convId}
            onFollow={onFollow}
          />
        )}
      </Tabs>
    </div>
  );
}

const jumps: readonly { readonly target: JumpTarget; readonly label: string; readonly keys: string }[] = [
  { target: "raw", label: "Raw", keys: "R" },
  { target: "turn", label: "Turn", keys: "T" },
  { target: "model_call", label: "Model call", keys: "M" },
  { target: "tool_call", label: "Tool call", keys: "O" },
];

/** Whether there is something to go to, as far as it is known. */
function leads(
  target: JumpTarget,
  { place }: RecordSheet,
  related: readonly RelatedItem[] | undefined,
): boolean {
  if (target === "raw") return place.ordinal !== null;
  return related === undefined || related.some(({ kind }) => kind === target);
}

function Head({
  convId,
  recordRef,
  sheet,
  related,
  onJump,
}: {
  convId: string;
  recordRef: string;
  sheet: RecordSheet;
  /** Absent until it is known. */
  related: readonly RelatedItem[] | undefined;
  onJump: (target: JumpTarget) => void;
}) {
  const kind = parseRecordRef(recordRef)?.kind ?? "event";
  const { place } = sheet;
  const lasted =
    place.at_ms !== null && place.until_ms !== null && place.until_ms > place.at_ms
      ? place.until_ms - place.at_ms
      : null;
  return (
    <header className="@container relative shrink-0 border-b">
      <span
        data-mark=""
        aria-hidden="true"
        className="absolute inset-y-0 left-0 w-[3px]"
        style={{ background: markColor(sheet.mark) }}
      />
      {/* In a pane that is wide, and then low, what it is, when, and where to go stand in one line. */}
      <div className="grid gap-y-1 px-3 py-2 @2xl:grid-cols-[minmax(0,auto)_minmax(0,1fr)_auto] @2xl:items-center @2xl:gap-x-4 @2xl:py-1.5">
        <div className="flex min-w-0 items-center gap-1.5">
          <span className={sheet.failed ? "flex text-err" : "flex text-fg-subtle"}>
            <KindIcon kind={kind} />
          </span>
          <h2
            className={`num truncate text-sm font-semibold ${sheet.failed ? "text-err" : ""}`}
            title={sheet.title}
          >
            {sheet.title}
          </h2>
          <div className="ml-auto @2xl:ml-1">
            <MarksHere convId={convId} recordRef={recordRef} />
          </div>
        </div>
        {sheet.message !== null && sheet.message !== "" && (
          <p
            className="line-clamp-3 text-sm break-words text-fg-muted @2xl:col-span-3 @2xl:row-start-2"
            title={sheet.message}
          >
            {sheet.message}
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-fg-subtle">
          <span>{kindNames[kind]}</span>
          {place.at_ms !== null && <TimeText ms={place.at_ms} />}
          {lasted !== null && <span className="num">{formatDuration(lasted)}</span>}
          {place.ordinal !== null && <span className="num">#{formatCount(place.ordinal)}</span>}
        </p>
        <div role="group" aria-label="Go to" className="mt-0.5 flex flex-wrap gap-1 @2xl:mt-0">
          {jumps.map(({ target, label, keys }) => (
            <Button
              key={target}
              size="small"
              // It stays where it is, and says why it leads nowhere.
              aria-disabled={!leads(target, sheet, related)}
              onClick={() => onJump(target)}
            >
              {label}
              <Kbd keys={keys} />
            </Button>
          ))}
        </div>
      </div>
    </header>
  );
}
