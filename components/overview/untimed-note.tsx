import Link from "next/link";
import { formatCount } from "@/lib/client/format";
import type { Rollups } from "@/lib/contracts/rollup";

type Untimed = Rollups["untimed"];

const kinds = [
  { name: "events", one: "envelope", many: "envelopes", href: "/events?q=-time:*" },
  { name: "errors", one: "failure", many: "failures" },
  { name: "model_calls", one: "model call", many: "model calls", href: "/model-calls?q=-time:*" },
  { name: "tool_calls", one: "tool call", many: "tool calls", href: "/tool-calls?q=-time:*" },
] as const;

/** The answer counts no further than this. */
const countedTo = 10_000;

/** What states no time has no place in a chart; it is named, so that nothing is silently left out. */
export function UntimedNote({ untimed }: { untimed: Untimed }) {
  const found = kinds.filter(({ name }) => untimed[name] > 0);
  if (found.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-1.5 border-t px-3 py-2 text-xs text-fg-muted">
      Without a time, and so in no chart:
      {found.map((kind) => {
        const count = untimed[kind.name];
        const words = `${count > countedTo ? `more than ${formatCount(countedTo)}` : formatCount(count)} ${count === 1 ? kind.one : kind.many}`;
        return "href" in kind ? (
          <Link key={kind.name} href={kind.href} className="link">
            {words}
          </Link>
        ) : (
          <span key={kind.name}>{words}</span>
        );
      })}
    </p>
  );
}
