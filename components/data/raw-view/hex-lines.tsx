"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { bytesPerHexRow, hexRow } from "@/lib/client/text-rows";

/** A hex dump: offset, sixteen bytes, ASCII. */
export function HexLines({ label, bytes }: { label: string; bytes: Uint8Array }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: Math.ceil(bytes.length / bytesPerHexRow),
    getScrollElement: () => scroller.current,
    estimateSize: () => 18,
    overscan: 10,
    paddingStart: 6,
    paddingEnd: 6,
    useFlushSync: false,
  });
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={`${label}, hex dump`}
      tabIndex={0}
      className="ring-inside num min-h-0 flex-1 overflow-auto"
    >
      <div className="relative w-max min-w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const { offset, hex, ascii } = hexRow(bytes, item.index);
          return (
            <div
              key={item.key}
              className="absolute left-0 flex gap-4 px-3 leading-[18px] whitespace-pre"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className="text-fg-subtle">{offset}</span>
              <span>{hex}</span>
              <span className="text-fg-muted">{ascii}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
