"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatDuration, plural } from "@/lib/client/format";
import type { SnapshotDetail, TurnDetail } from "@/lib/client/turn-detail";
import { compareHref } from "@/lib/contracts/compare-side";
import { Section } from "./section";

/** The snapshots of a turn. */
export function TurnSections({
  detail,
  onFollow,
}: {
  detail: TurnDetail;
  onFollow: (ref: string) => void;
}): ReactNode {
  return (
    <Section title="Snapshots" end={detail.snapshots.length}>
      <Link
        href={compareHref({ conv_id: detail.turn.conv_id, turn_id: detail.turn.turn_id })}
        className="link inline-flex min-h-6 items-center text-xs"
      >
        Compare this turn with another
      </Link>
      <ul className="grid gap-0.5">
        {detail.snapshots.map((snapshot) => (
          <li key={snapshot.ref} className="flex gap-2 text-xs">
            <button
              type="button"
              className="link num min-h-6 min-w-0 flex-1 truncate text-left"
              onClick={() => onFollow(snapshot.ref)}
            >
              {snapshot.phase}
            </button>
            <span className="text-fg-subtle">
              {plural(snapshot.block_count ?? snapshot.blocks.length, "block")}
            </span>
            {snapshot.phase_latency_ms !== null && (
              <span className="num w-16 text-right text-fg-subtle">
                {formatDuration(snapshot.phase_latency_ms)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** How a snapshot differs from the one before, and what its payload lacks. */
export function SnapshotSections({ snapshot }: { snapshot: SnapshotDetail }): ReactNode {
  return (
    <>
      <Section title="Blocks against the snapshot before" end={plural(snapshot.blocks.length, "block")}>
        <p className="text-xs">
          {Object.entries(snapshot.lineage)
            .map(([lineage, count]) => `${count} ${lineage}`)
            .join(" · ") || "nothing to compare with"}
        </p>
      </Section>
      {snapshot.warnings.length > 0 && (
        <Section title="Parse quality" end={snapshot.warnings.length}>
          <ul className="grid gap-1 text-xs">
            {snapshot.warnings.map((warning) => (
              <li key={warning.position}>
                <span className="text-warn">{warning.kind.replaceAll("_", " ")}</span> {warning.message}
                {warning.path !== null && <span className="num ml-1 text-fg-subtle">{warning.path}</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
