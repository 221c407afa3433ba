"use client";
import { useQuery } from "@tanstack/react-query";
import { PageState, type PaneState } from "@/components/data/page-state";
import { TimeText } from "@/components/data/time-text";
import { DemoNotice } from "@/components/shell/demo-notice";
import { Frame } from "@/components/shell/frame";
import { Status } from "@/components/ui/status";
import { plural } from "@/lib/client/format";
import { IntakeSection } from "./intake-section";
import { PackedSection } from "./packed-section";
import { PanicSection } from "./panic-section";
import { ProcessSection } from "./process-section";
import { StoreSection } from "./store-section";
import { systemPageOptions } from "./system-queries";

/** The console about itself, and the processes it observes. */
export function SystemPage() {
  const system = useQuery(systemPageOptions);
  const report = system.data;
  const state: PaneState =
    system.isError && report === undefined
      ? { kind: "failed", error: system.error, onRetry: () => void system.refetch() }
      : { kind: report === undefined ? "loading" : "ready" };
  return (
    <Frame
      title="System"
      status={
        report !== undefined && (
          <>
            <span>{plural(report.processes.length, "process", "processes")}</span>
            <span className="max-sm:hidden">
              read <TimeText ms={system.dataUpdatedAt} />
            </span>
            {report.storage.demo_conversations > 0 && <DemoNotice />}
          </>
        )
      }
      statusEnd={
        report !== undefined &&
        (system.isError ? (
          <Status status="error">the newest reading failed</Status>
        ) : (
          <Status status={report.storage.balanced ? "ok" : "error"}>
            {report.storage.balanced ? "receipts add up" : "receipts do not add up"}
          </Status>
        ))
      }
    >
      <div
        data-pane=""
        tabIndex={0}
        role="group"
        aria-label="System report"
        className="ring-inside min-h-0 flex-1 overflow-y-auto"
      >
        <PageState state={state}>
          {report !== undefined && (
            <>
              <StoreSection storage={report.storage} writer={report.writer} />
              <IntakeSection report={report} />
              <PackedSection packed={report.packed} />
              <ProcessSection processes={report.processes} />
              <PanicSection panics={report.panics} />
            </>
          )}
        </PageState>
      </div>
    </Frame>
  );
}
