"use client";
import { useState } from "react";
import { Tabs } from "@/components/ui/tabs";
import type { Pane } from "./split-panes";

/** One pane at a time, for screens too narrow for several. */
export function PaneSwitch({ name, panes, main }: { name: string; panes: readonly Pane[]; main: Pane }) {
  const [label, setLabel] = useState(main.label);
  const shown = panes.find((pane) => pane.label === label) ?? main;
  if (panes.length === 1) return <div className="flex min-h-0 flex-1 flex-col">{main.content}</div>;
  return (
    <Tabs
      label={`Panes of ${name}`}
      tabs={panes.map((pane) => ({ id: pane.label, label: pane.label }))}
      selected={shown.label}
      onSelect={setLabel}
    >
      <section
        data-pane=""
        aria-label={shown.label}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none"
      >
        {shown.content}
      </section>
    </Tabs>
  );
}
