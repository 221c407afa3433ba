"use client";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Kbd } from "./kbd";
import { placeTooltip } from "./place-tooltip";
import type { TooltipSide } from "./tooltip";

/** Time a pointer rests on a control before its hint shows, ms. */
const openDelayMs = 400;
/** Within this time after a hint was shown the next one shows at once, ms. */
const skipDelayMs = 200;

interface Hint {
  readonly anchor: HTMLElement;
  readonly text: string;
  readonly keys: string | undefined;
  readonly side: TooltipSide;
}

/**
 * Draws the hint of the control under the pointer or with keyboard focus. Escape hides it, and a pointer may
 * move onto it (WCAG 1.4.13). One per page.
 */
export function TooltipLayer() {
  const [hint, setHint] = useState<Hint>();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => watchAnchors(box, setHint), []);

  useLayoutEffect(() => {
    if (hint === undefined || box.current === null) return;
    const size = { width: box.current.offsetWidth, height: box.current.offsetHeight };
    const room = { width: window.innerWidth, height: window.innerHeight };
    const place = placeTooltip(hint.anchor.getBoundingClientRect(), size, hint.side, room);
    box.current.style.transform = `translate(${place.left}px, ${place.top}px)`;
  }, [hint]);

  if (hint === undefined) return null;
  return (
    <div
      ref={box}
      role="tooltip"
      className="fixed top-0 left-0 z-tooltip flex w-max max-w-80 items-center gap-2 rounded-control border bg-raised px-2 py-1 text-xs text-fg shadow-float"
    >
      {hint.text}
      {hint.keys !== undefined && <Kbd keys={hint.keys} />}
    </div>
  );
}

/** Listens to the whole document and tells which hint is to be shown. Returns the way to stop. */
function watchAnchors(
  box: { readonly current: HTMLElement | null },
  show: (hint: Hint | undefined) => void,
): () => void {
  let anchor: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isShown = false;
  let hiddenAt = Number.NEGATIVE_INFINITY;

  const hide = (): void => {
    clearTimeout(timer);
    if (isShown) hiddenAt = performance.now();
    anchor = undefined;
    isShown = false;
    show(undefined);
  };
  const open = (next: HTMLElement, delayMs: number): void => {
    clearTimeout(timer);
    anchor = next;
    timer = setTimeout(() => {
      if (anchor !== next || !next.isConnected) return;
      isShown = true;
      show(hintOf(next));
    }, delayMs);
  };
  const pointed = (event: PointerEvent): void => {
    if (event.pointerType === "touch") return;
    const next = anchorOf(event.target);
    if (next !== undefined && next === anchor) return;
    if (box.current?.contains(asNode(event.target)) === true) return;
    if (next === undefined) {
      if (anchor !== undefined) hide();
      return;
    }
    const isWarm = isShown || performance.now() - hiddenAt < skipDelayMs;
    open(next, isWarm ? 0 : openDelayMs);
  };
  const focused = (event: FocusEvent): void => {
    const next = anchorOf(event.target);
    if (next?.matches(":focus-visible") === true) open(next, 0);
    else if (anchor !== undefined) hide();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && anchor !== undefined) hide();
  };

  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener("pointerover", pointed, { signal });
  document.addEventListener("pointerdown", hide, { signal });
  document.addEventListener("focusin", focused, { signal });
  document.addEventListener("focusout", hide, { signal });
  document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
  document.addEventListener("keydown", pressed, { signal });
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}

function anchorOf(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>("[data-tooltip]") ?? undefined;
}

function asNode(target: EventTarget | null): Node | null {
  return target instanceof Node ? target : null;
}

function hintOf(anchor: HTMLElement): Hint {
  const { tooltip = "", tooltipKeys, tooltipSide } = anchor.dataset;
  const side = (["top", "right", "left"] as const).find((each) => each === tooltipSide) ?? "bottom";
  return { anchor, text: tooltip, keys: tooltipKeys, side };
}
