"use client";
import clsx from "clsx";
import PanelBottomClose from "lucide-react/icons/panel-bottom-close";
import PanelBottomOpen from "lucide-react/icons/panel-bottom-open";
import PanelLeftClose from "lucide-react/icons/panel-left-close";
import PanelLeftOpen from "lucide-react/icons/panel-left-open";
import PanelRightClose from "lucide-react/icons/panel-right-close";
import PanelRightOpen from "lucide-react/icons/panel-right-open";
import { useId, useImperativeHandle, type Ref } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Pane } from "./split-panes";
import { Splitter } from "./splitter";
import { usePaneSize } from "./use-pane-size";

/** What keys and the palette can do with a side pane. */
export interface SidePaneHandle {
  readonly toggle: () => void;
  readonly reset: () => void;
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

/** A pane at the side with its splitter. Its size in pixels is kept; a narrow window may give it less. */
export function SidePane({ name, side, pane, defaultSize, ref }: SidePaneProps) {
  const id = useId();
  const size = usePaneSize(`${name}.${side}`, defaultSize);
  const { isCollapsed, toggle, reset } = size;
  useImperativeHandle(ref, () => ({ toggle, reset }), [toggle, reset]);
  const { close: CloseIcon, open: OpenIcon, key } = icons[side];
  const isBelow = side === "bottom";
  const min = isBelow ? 120 : (pane.min ?? 160);
  const least = isCollapsed ? collapsedPx : min;
  const splitter = (
    <Splitter
      label={pane.label}
      controls={id}
      grows={side === "start" ? "before" : "after"}
      orientation={isBelow ? "horizontal" : "vertical"}
      pane={size}
      min={min}
      max={isBelow ? 1200 : (pane.max ?? 720)}
    >
      {/* For the mouse only: keys and palette do the same, and a separator may hold no button. */}
      <span
        aria-hidden="true"
        title={`${isCollapsed ? "Show" : "Hide"} ${pane.label.toLowerCase()} (${key})`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={toggle}
        className={clsx(
          "absolute grid size-6 -translate-x-1/2 -translate-y-1/2 cursor-default place-items-center rounded-control border bg-raised text-fg-muted opacity-0",
          "group-hover/separator:opacity-100",
          isBelow ? "top-0 left-1/2" : "top-1/2 left-0",
        )}
      >
        {isCollapsed ? <OpenIcon width={14} height={14} /> : <CloseIcon width={14} height={14} />}
      </span>
    </Splitter>
  );
  return (
    <>
      {side !== "start" && splitter}
      <section
        id={id}
        data-pane=""
        aria-label={pane.label}
        tabIndex={-1}
        // The server does not know how wide the screen is; where one pane is shown, it is not this one.
        className="flex min-h-0 min-w-0 flex-col outline-none max-[759px]:hidden"
        style={{
          flex: `0 1 ${isCollapsed ? collapsedPx : size.size}px`,
          ...(isBelow ? { minHeight: least } : { minWidth: least }),
        }}
      >
        {isCollapsed ? (
          <div className={clsx("flex flex-1 gap-2 bg-panel p-0.5", !isBelow && "flex-col items-center")}>
            <IconButton
              label={`Show ${pane.label.toLowerCase()}`}
              keys={key}
              icon={<OpenIcon width={14} height={14} />}
              onClick={toggle}
            />
            <span
              className={clsx(
                "text-2xs text-fg-subtle",
                isBelow ? "self-center" : "[writing-mode:vertical-rl]",
              )}
            >
              {pane.label}
            </span>
          </div>
        ) : (
          pane.content
        )}
      </section>
      {side === "start" && splitter}
    </>
  );
}
