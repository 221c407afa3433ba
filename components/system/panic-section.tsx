import Link from "next/link";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatCount } from "@/lib/client/format";
import { recordHref } from "@/lib/client/record-href";
import type { SystemReport } from "@/lib/contracts/system";

/** Panics and recovered faults of observed runtimes with their stacks. */
export function PanicSection({ panics }: { panics: SystemReport["panics"] }) {
  return (
    <section aria-label="Panics">
      <PaneHeader title="Panics" end={formatCount(panics.length)} className="border-t" />
      {panics.length === 0 ? (
        <p className="px-3.5 py-3 text-fg-muted">No panic is recorded.</p>
      ) : (
        <ul>
          {panics.map((panic) => {
            const href = recordHref(panic.conv_id, panic.ref);
            return (
              <li key={panic.panic_id} className="flex flex-col gap-1.5 border-b px-3.5 py-3 text-xs">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  {panic.recovered === true ? (
                    <Status status="warning">recovered</Status>
                  ) : (
                    <Status status="error">{panic.recovered === null ? "panic" : "process ended"}</Status>
                  )}
                  {panic.occurred_at_ms !== null && (
                    <TimeText ms={panic.occurred_at_ms} show="date-time" className="text-fg-muted" />
                  )}
                  {panic.process_key !== null && (
                    <span className="num text-fg-subtle">{panic.process_key}</span>
                  )}
                  {href !== null && (
                    <Link href={href} className="link">
                      {panic.conv_id}
                    </Link>
                  )}
                </div>
                <p className="break-words">{panic.message ?? "no message"}</p>
                {panic.stack !== null && (
                  <details>
                    <summary className="w-fit rounded-mark text-fg-muted">Stack</summary>
                    <pre
                      tabIndex={0}
                      aria-label="Stack"
                      className="num mt-1 overflow-x-auto rounded-control bg-panel p-2.5"
                    >
                      {panic.stack}
                    </pre>
                  </details>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
