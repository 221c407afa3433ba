"use client";
import { Panel } from "react-resizable-panels";
import type { Pane } from "./split-panes";

/** The pane that takes what is left. `bare` is a frame around other panes and no region of its own. */
export function MainPane({ pane, bare = false }: { pane: Pane; bare?: boolean }) {
  return (
    <Panel
      id={bare ? "upper" : "main"}
      minSize={bare ? 160 : (pane.min ?? 280)}
      className="flex min-h-0 min-w-0 flex-col"
    >
      {bare ? (
        pane.content
      ) : (
        <section
          data-pane=""
          aria-label={pane.label}
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
        >
          {pane.content}
        </section>
      )}
    </Panel>
  );
}
