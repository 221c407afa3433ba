"use client";
import ArrowUp from "lucide-react/icons/arrow-up";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { formatCount } from "@/lib/client/format";

/** State of the live tail: waiting for the server, following, or cut off (the browser reconnects by itself). */
export type LiveState = "connecting" | "live" | "lost";

export interface LiveCount {
  readonly state: LiveState;
  /** Records that came behind the list and would be in it. */
  readonly count: number;
  /** Whether the count is right, or the true one is at most or at least this. */
  readonly accuracy: "exact" | "at most" | "at least";
}

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
          {live.accuracy === "at most" && "up to "}
          {formatCount(live.count)}
          {live.accuracy === "at least" && "+"} new
        </Button>
      )}
      <span role="status" aria-label="Live tail" className="inline-flex">
        <Status status={status}>{word}</Status>
      </span>
    </>
  );
}
