"use client";
import ArrowUp from "lucide-react/icons/arrow-up";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { formatCount } from "@/lib/client/format";
import type { LiveCount } from "./use-live-count";

const words = {
  connecting: ["unknown", "connecting"],
  live: ["live", "live"],
  lost: ["degraded", "reconnecting"],
} as const;

/** Whether the list follows the log, and the button that brings in what came. */
export function LiveBadge({ live, onShow }: { live: LiveCount; onShow: () => void }) {
  const [status, word] = words[live.state];
  return (
    <>
      {live.count > 0 && (
        <Button onClick={onShow}>
          <ArrowUp width={13} height={13} aria-hidden="true" />
          {live.isExact ? "" : "up to "}
          {formatCount(live.count)} new
        </Button>
      )}
      <span role="status" aria-label="Live tail" className="inline-flex">
        <Status status={status}>{word}</Status>
      </span>
    </>
  );
}
