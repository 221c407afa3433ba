"use client";
import { useEffect, useState, type RefObject } from "react";

/** Height of what an element stands in, in whole CSS pixels; undefined until it is known. */
export function useRoomHeight(element: RefObject<HTMLElement | null>): number | undefined {
  const [height, setHeight] = useState<number>();
  // Outside system: the size of the element's parent.
  useEffect(() => {
    const room = element.current?.parentElement;
    if (room == null) return;
    const observer = new ResizeObserver(([entry]) => setHeight(Math.floor(entry?.contentRect.height ?? 0)));
    observer.observe(room);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
