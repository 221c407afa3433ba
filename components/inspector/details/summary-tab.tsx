"use client";
import type { ReactNode } from "react";
import type { InspectedRecord } from "@/lib/client/inspector-record";
import type { ModelCallRow } from "@/lib/contracts/call";
import type { RelatedItem } from "@/lib/contracts/related";
import type { RecordSheet } from "../sheets/sheet";
import { FailedWith } from "./failed-with";
import { RecordFields } from "./record-fields";
import { RecordSections } from "./record-sections";

export interface SummaryTabProps {
  record: InspectedRecord;
  recordRef: string;
  sheet: RecordSheet;
  related: readonly RelatedItem[] | undefined;
  convId: string;
  onFollow: (ref: string) => void;
  renderLatency: (call: ModelCallRow) => ReactNode;
}

/** Everything recorded about the record under the cursor. A module of its own, because it brings the data model. */
export function SummaryTab({
  record,
  recordRef,
  sheet,
  related,
  convId,
  onFollow,
  renderLatency,
}: SummaryTabProps) {
  const fields = <RecordFields sheet={sheet} recordRef={recordRef} convId={convId} onFollow={onFollow} />;
  const sections = <RecordSections record={record} onFollow={onFollow} renderLatency={renderLatency} />;
  // What a record is about comes first: causes, latency, history. Of an envelope the fields are what it is about.
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label="Summary"
      className="ring-inside min-h-0 flex-1 overflow-auto overscroll-contain pb-8"
    >
      <FailedWith
        related={related}
        inWords={record.kind === "model_call" || record.kind === "tool_call"}
        onFollow={onFollow}
      />
      {record.kind === "event" ? (
        <>
          {fields}
          {sections}
        </>
      ) : (
        <>
          {sections}
          {fields}
        </>
      )}
    </div>
  );
}
