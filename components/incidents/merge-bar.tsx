"use client";
import { useCommands } from "@/components/shell/use-commands";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { plural } from "@/lib/client/format";
import type { IncidentSummary } from "@/lib/contracts/error";
import { useIncidentEdits } from "./use-incident-edits";

export interface MergeBarProps {
  marked: ReadonlySet<string>;
  /** The incident under the cursor. */
  into: IncidentSummary | undefined;
  onDone: () => void;
}

/** Says which incidents are marked and merges them into the one under the cursor. */
export function MergeBar({ marked, into, onDone }: MergeBarProps) {
  const { merge } = useIncidentEdits();
  const from = [...marked].filter((id) => id !== into?.incident_id);
  const run = () => {
    if (into === undefined || from.length === 0) return;
    void merge(from, into).then((done) => {
      if (done) onDone();
    });
  };
  useCommands("incident-merge", [
    {
      id: "incident.merge",
      label: "Merge the marked ones into the one under the cursor",
      group: "Incident",
      keys: ["Shift+M"],
      run,
    },
    { id: "incident.unmark", label: "Unmark all", group: "Incident", keys: ["Escape"], run: onDone },
  ]);
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-2 border-b bg-panel px-3 py-1 text-xs"
    >
      <span className="font-medium">{plural(marked.size, "incident")} marked</span>
      <span className="min-w-0 flex-1 truncate text-fg-subtle">
        {from.length === 0
          ? "Move to the incident that the marked ones are part of"
          : `Merge into “${into?.title ?? into?.error_code ?? ""}”`}
      </span>
      <Button size="small" disabled={from.length === 0} onClick={run}>
        Merge <Kbd keys="Shift+M" />
      </Button>
      <Button size="small" variant="quiet" onClick={onDone}>
        Unmark <Kbd keys="Escape" />
      </Button>
    </div>
  );
}
