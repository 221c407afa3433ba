"use client";
import clsx from "clsx";
import PanelBottomClose from "lucide-react/icons/panel-bottom-close";
import PanelBottomOpen from "lucide-react/icons/panel-bottom-open";
import PanelLeftClose from "lucide-react/icons/panel-left-close";
import PanelLeftOpen from "lucide-react/icons/panel-left-open";
import PanelRightClose from "lucide-react/icons/panel-right-close";
import PanelRightOpen from "lucide-react/icons/panel-right-open";
import { useImperativeHandle, useMemo, useRef, useState, type Ref } from "react";
import { Panel, Separator, usePanelRef } from "react-resizable-panels";
import { IconButton } from "@/components/ui/icon-button";
import {
  paneLayoutPreference,
  parsePreference,
  readPreferenceText,
  writePreference,
} from "@/lib/client/preferences";
import type { Pane } from "./split-panes";

/** What keys, the palette and the layout can do with a side pane. */
export interface SidePaneHandle {
  readonly toggle: () => void;
  readonly reset: () => void;
  /** Takes the size kept in the browser. Works only after the group around the pane is mounted. */
  readonly restore: () => void;
}

export interface SidePaneProps {
  name: string;
  side: "start" | "end" | "bottom";
  pane: Pane;
  defaultSize: number;
  ref: Ref<SidePaneHandle>;
}

const icons = {
  start: { close: PanelLeftClose, open: PanelLeftOpen, key: "[" },
  end: { close: PanelRightClose, open: PanelRightOpen, key: "]" },
  bottom: { close: PanelBottomClose, open: PanelBottomOpen, key: "]" },
} as const;

/** Pixels of a collapsed pane: room for the button that brings it back. */
const collapsedPx = 28;

/** A pane at the side with its splitter. Its size in pixels is kept; 0 stands for collapsed. */
export function SidePane({ name, side, pane, defaultSize, ref }: SidePaneProps) {
  const panel = usePanelRef();
  const [collapsed, setCollapsed] = useState(false);
  const wished = useRef(defaultSize);
  const preference = useMemo(() => paneLayoutPreference(`${name}.${side}`), [name, side]);
  const handle = useMemo<SidePaneHandle>(
    () => ({
      toggle() {
        const current = panel.current;
        if (current === null) return;
        const wasCollapsed = current.isCollapsed();
        if (wasCollapsed) current.resize(wished.current);
        else current.collapse();
        writePreference(preference, { size: wasCollapsed ? wished.current : 0 });
      },
      reset() {
        wished.current = defaultSize;
        panel.current?.resize(defaultSize);
        writePreference(preference, {});
      },
      restore() {
        const { size } = parsePreference(preference, readPreferenceText(preference.key));
        if (size === undefined) return;
        if (size === 0) panel.current?.collapse();
        else {
          wished.current = size;
          panel.current?.resize(size);
        }
      },
    }),
    [panel, preference, defaultSize],
  );
  useImperativeHandle(ref, () => handle, [handle]);

  const saveSize = () => {
    const current = panel.current;
    if (current === null) return;
    if (!current.isCollapsed()) wished.current = Math.round(current.getSize().inPixels);
    writePreference(preference, { size: current.isCollapsed() ? 0 : wished.current });
  };
  const { close: CloseIcon, open: OpenIcon, key } = icons[side];
  const vertical = side === "bottom";
  const separator = (
    <Separator
      aria-label={`Resize ${pane.label}`}
      onPointerUp={saveSize}
      onKeyUp={saveSize}
      className={clsx(
        "relative z-splitter shrink-0 bg-border outline-none hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent",
        "group/separator",
        vertical ? "h-px w-full" : "w-px",
      )}
    >
      {/* For the mouse only: keys and palette do the same, and a separator may hold no button. */}
      <span
        aria-hidden="true"
        title={`${collapsed ? "Show" : "Hide"} ${pane.label.toLowerCase()} (${key})`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={handle.toggle}
        className={clsx(
          "absolute grid size-6 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-control border bg-raised text-fg-muted opacity-0",
          "group-hover/separator:opacity-100",
          vertical ? "top-0 left-1/2" : "top-1/2 left-0",
        )}
      >
        {collapsed ? <OpenIcon width={14} height={14} /> : <CloseIcon width={14} height={14} />}
      </span>
    </Separator>
  );
  const panelElement = (
    <Panel
      id={side}
      panelRef={panel}
      defaultSize={defaultSize}
      minSize={pane.min ?? 160}
      maxSize={pane.max ?? (vertical ? "80%" : 720)}
      collapsible
      collapsedSize={collapsedPx}
      groupResizeBehavior="preserve-pixel-size"
      onResize={() => setCollapsed(panel.current?.isCollapsed() ?? false)}
      className="flex min-h-0 min-w-0 flex-col"
    >
      <section
        data-pane=""
        aria-label={pane.label}
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
      >
        {collapsed ? (
          <div className={clsx("flex flex-1 gap-2 bg-panel p-0.5", !vertical && "flex-col items-center")}>
            <IconButton
              label={`Show ${pane.label.toLowerCase()}`}
              keys={key}
              icon={<OpenIcon width={14} height={14} />}
              onClick={handle.toggle}
            />
            <span
              className={clsx(
                "text-2xs text-fg-subtle",
                vertical ? "self-center" : "[writing-mode:vertical-rl]",
              )}
            >
              {pane.label}
            </span>
          </div>
        ) : (
          pane.content
        )}
      </section>
    </Panel>
  );
  return side === "start" ? (
    <>
      {panelElement}
      {separator}
    </>
  ) : (
    <>
      {separator}
      {panelElement}
    </>
  );
}
