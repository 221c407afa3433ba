"use client";
import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { classColor } from "@/components/ui/class-mark";
import { formatDuration } from "@/lib/client/format";
import type { FailureChain, FailureChainStep } from "@/lib/client/failure-chain";

export interface ChainListProps {
  chain: FailureChain;
  /** Address of a record, for a list that stands outside of the inspector. */
  hrefOf?: (ref: string) => string | undefined;
  /** Goes to a record in place. */
  onFollow?: (ref: string) => void;
}

/** What led to a failure, the failure, and what followed: one line of time, each step with how it is known. */
export function ChainList({ chain, hrefOf, onFollow }: ChainListProps) {
  const { before, after, left_out, focus } = chain;
  if (before.length === 0 && after.length === 0) {
    return (
      <p className="text-xs text-fg-subtle">
        {chain.conv_id === null
          ? "It belongs to no conversation, so nothing is known of what stands around it."
          : "Nothing else went wrong within its reach."}
      </p>
    );
  }
  const target = { hrefOf, onFollow };
  return (
    <ol aria-label="What led here and what followed" className="text-xs">
      <Remark count={left_out.before} text="earlier" />
      {before.map((step, at) => (
        <Step
          key={keyOf(step)}
          step={step}
          target={target}
          note={`leads to ${step.link.other ?? "it"}`}
          first={at === 0 && left_out.before === 0}
        />
      ))}
      <li aria-current="true" className="relative flex gap-2.5 pt-0.5 pb-2.5 pl-0.5">
        <Rail first={before.length === 0} last={after.length === 0} color={classColor(focus.mark)} isFocus />
        <span className="min-w-0 flex-1">
          <span className="num font-semibold text-fg">{focus.title}</span>
          <span className="ml-2 text-fg-subtle">this failure</span>
        </span>
      </li>
      {after.map((step, at) => (
        <Step
          key={keyOf(step)}
          step={step}
          target={target}
          note={`follows from ${step.link.other ?? "it"}`}
          last={at === after.length - 1 && left_out.after === 0}
        />
      ))}
      <Remark count={left_out.after} text="later" />
    </ol>
  );
}

const keyOf = (step: FailureChainStep): string => step.ref ?? `${step.kind} ${step.title} ${step.summary}`;

type Target = Pick<ChainListProps, "hrefOf" | "onFollow">;

function Step({
  step,
  target,
  note,
  first = false,
  last = false,
}: {
  step: FailureChainStep;
  target: Target;
  /** What the link leads to or comes from, in words. */
  note: string;
  first?: boolean;
  last?: boolean;
}) {
  const { how, rule } = step.link;
  return (
    <li className="relative flex gap-2.5 pb-2 pl-0.5">
      <Rail first={first} last={last} color={classColor(step.mark)} isOutage={step.kind === "dependency"} />
      <StepTarget step={step} target={target}>
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="num min-w-0 truncate text-fg" title={step.title}>
            {step.title}
          </span>
          <span className="num ml-auto shrink-0 text-fg-subtle">{offsetText(step.offset_ms)}</span>
        </span>
        {step.summary !== "" && (
          <span className="block truncate text-fg-muted" title={step.summary}>
            {step.summary}
          </span>
        )}
        <span className="block text-2xs text-fg-subtle" title={`${how}: ${rule}; ${note}`}>
          <span className={clsx("font-semibold", how === "inferred" && "text-warn")}>{how}</span> {rule}
          <span className="sr-only">; {note}</span>
        </span>
      </StepTarget>
    </li>
  );
}

function StepTarget({
  step,
  target,
  children,
}: {
  step: FailureChainStep;
  target: Target;
  children: ReactNode;
}) {
  const look = "-mx-1.5 block min-w-0 flex-1 rounded-control px-1.5 py-0.5 text-left";
  const { ref } = step;
  const href = ref === null ? "/system" : target.hrefOf?.(ref);
  if (ref !== null && target.onFollow !== undefined) {
    const { onFollow } = target;
    return (
      <button type="button" className={clsx(look, "hover:bg-hover")} onClick={() => onFollow(ref)}>
        {children}
      </button>
    );
  }
  return href === undefined ? (
    <span className={look}>{children}</span>
  ) : (
    <Link href={href} className={clsx(look, "hover:bg-hover")}>
      {children}
    </Link>
  );
}

/** The line of time with the dot of one step: round for what happened, square for an outage that lasted. */
function Rail({
  first = false,
  last = false,
  color,
  isFocus = false,
  isOutage = false,
}: {
  first?: boolean;
  last?: boolean;
  color: string;
  isFocus?: boolean;
  isOutage?: boolean;
}) {
  return (
    <span aria-hidden="true" className="relative w-2.5 shrink-0 self-stretch">
      <span
        className={clsx(
          "absolute left-1/2 w-px -translate-x-1/2 bg-border-control",
          first ? "top-2.5" : "-top-2",
          last ? "h-4" : "-bottom-2",
        )}
      />
      <span
        data-mark=""
        className={clsx(
          "absolute top-1.5 left-1/2 size-2.5 -translate-x-1/2 ring-2 ring-canvas",
          isOutage ? "rounded-mark" : "rounded-full",
          isFocus && "outline-2 outline-offset-2 outline-accent",
        )}
        style={{ background: color }}
      />
    </span>
  );
}

function Remark({ count, text }: { count: number; text: string }) {
  return count === 0 ? null : (
    <li className="pb-2 pl-5 text-2xs text-fg-subtle">
      {count} more {text}
    </li>
  );
}

/** −0.57 s, +1.2 s. */
function offsetText(ms: number | null): string {
  if (ms === null) return "";
  return `${ms < 0 ? "−" : ms > 0 ? "+" : ""}${formatDuration(Math.abs(ms))}`;
}
