"use client";
import clsx from "clsx";
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import type { PaneSize } from "./use-pane-size";

export interface SplitterProps {
  /** Name of the pane that it sizes. */
  label: string;
  /** Id of that pane's element. */
  controls: string;
  /** The pane stands before the splitter (left) or after it (right, below). */
  grows: "before" | "after";
  orientation: "vertical" | "horizontal";
  pane: PaneSize;
  min: number;
  max: number;
  /** Something for the pointer on top of the line. */
  children?: ReactNode;
}

interface Drag {
  /** Place of the pointer and size of the pane when it was grasped. */
  readonly at: number;
  readonly size: number;
  readonly most: number;
  /** The pane shows a size that is to be kept. */
  readonly isMoved: boolean;
}

/** Pixels of one key press. */
const keyStep = 16;

/**
 * The line between two panes. It is dragged, or moved by arrows; Home and End go to the ends, Enter collapses,
 * a double click resets. Dragging it far below the least size collapses the pane.
 */
export function Splitter({ label, controls, grows, orientation, pane, min, max, children }: SplitterProps) {
  const drag = useRef<Drag>(undefined);
  const isColumn = orientation === "vertical";
  const sign = grows === "before" ? 1 : -1;
  const place = (event: PointerEvent): number => (isColumn ? event.clientX : event.clientY);
  const limitsOf = (line: HTMLElement) => {
    const size = extentOf(document.getElementById(controls), isColumn);
    const main = line.parentElement?.querySelector<HTMLElement>(":scope > [data-main]") ?? null;
    return {
      size,
      most: Math.min(max, size + Math.max(0, extentOf(main, isColumn) - leastOf(main, isColumn))),
    };
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    drag.current = { at: place(event), isMoved: false, ...limitsOf(event.currentTarget) };
  };
  const onPointerMove = (event: PointerEvent) => {
    const start = drag.current;
    if (start === undefined) return;
    const wished = start.size + (place(event) - start.at) * sign;
    const isMoved = wished >= min / 2;
    drag.current = { ...start, isMoved };
    if (isMoved) pane.preview(Math.min(start.most, Math.max(min, Math.round(wished))));
    else pane.collapse();
  };
  const onPointerEnd = () => {
    if (drag.current?.isMoved === true) pane.keep();
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { size, most } = limitsOf(event.currentTarget);
    const [less, more] = isColumn ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const step = event.key === more ? sign : event.key === less ? -sign : 0;
    if (step !== 0) pane.keep(Math.min(most, Math.max(min, size + step * keyStep)));
    else if (event.key === "Home") pane.keep(min);
    else if (event.key === "End") pane.keep(most);
    else if (event.key === "Enter") pane.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator with a tab stop and a value is a widget
    <div
      role="separator"
      aria-label={`Resize ${label}`}
      aria-orientation={orientation}
      aria-controls={controls}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={pane.isCollapsed ? 0 : Math.min(pane.size, max)}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={pane.reset}
      onKeyDown={onKeyDown}
      className={clsx(
        "group/separator relative z-splitter shrink-0 touch-none bg-border select-none hover:bg-accent focus-visible:bg-accent focus-visible:outline-1 focus-visible:outline-offset-0 active:bg-accent",
        // The line is one pixel; what can be grasped is wider, wider still for fingers.
        "before:absolute pointer-coarse:before:-inset-3",
        isColumn
          ? "w-px cursor-col-resize before:inset-y-0 before:-inset-x-1"
          : "h-px cursor-row-resize before:inset-x-0 before:-inset-y-1",
      )}
    >
      {children}
    </div>
  );
}

function extentOf(element: HTMLElement | null, isColumn: boolean): number {
  const box = element?.getBoundingClientRect();
  return Math.round((isColumn ? box?.width : box?.height) ?? 0);
}

/** The least size of an element by its style, in pixels. */
function leastOf(element: HTMLElement | null, isColumn: boolean): number {
  if (element === null) return 0;
  const style = getComputedStyle(element);
  return Number.parseFloat(isColumn ? style.minWidth : style.minHeight) || 0;
}
