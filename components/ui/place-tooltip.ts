import type { TooltipSide } from "./tooltip";

/** Distance between a control and its hint, px. */
const gap = 6;
/** Least distance to the edge of the window, px. */
const margin = 4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a hint goes in the window, px. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

const opposite = { top: "bottom", bottom: "top", left: "right", right: "left" } as const;

/** Puts a hint beside its anchor, on the wanted side if there is room, else on the other, inside the window. */
export function placeTooltip(
  anchor: Readonly<Record<TooltipSide, number>>,
  size: Size,
  side: TooltipSide,
  room: Size,
): Place {
  const wanted = beside(anchor, size, side);
  const place = fits(wanted, size, room, side) ? wanted : beside(anchor, size, opposite[side]);
  return {
    left: within(place.left, room.width - size.width),
    top: within(place.top, room.height - size.height),
  };
}

function beside(anchor: Readonly<Record<TooltipSide, number>>, size: Size, side: TooltipSide): Place {
  const left = (anchor.left + anchor.right - size.width) / 2;
  const top = (anchor.top + anchor.bottom - size.height) / 2;
  switch (side) {
    case "top":
      return { left, top: anchor.top - size.height - gap };
    case "bottom":
      return { left, top: anchor.bottom + gap };
    case "left":
      return { left: anchor.left - size.width - gap, top };
    case "right":
      return { left: anchor.right + gap, top };
  }
}

function fits(place: Place, size: Size, room: Size, side: TooltipSide): boolean {
  return side === "top" || side === "bottom"
    ? place.top >= margin && place.top + size.height <= room.height - margin
    : place.left >= margin && place.left + size.width <= room.width - margin;
}

function within(at: number, end: number): number {
  return Math.max(margin, Math.min(at, end - margin));
}
