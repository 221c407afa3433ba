"use client";
import Link from "next/link";
import { ClassMark } from "@/components/ui/class-mark";
import { Status } from "@/components/ui/status";
import { recordHref } from "@/lib/client/record-href";
import type { CompareError, CompareTurn, Comparison } from "@/lib/contracts/compare";
import { BlockPairs } from "./block-pair";
import { FactTable } from "./fact-table";

export interface TurnPairProps {
  turn: CompareTurn;
  /** 1-based place in the alignment. */
  place: number;
  sides: Pick<Comparison, "a" | "b">;
  unfold: boolean;
}

const stateWords = { same: "equal", changed: "differs", only_a: "only in A", only_b: "only in B" } as const;

/** Two turns side by side: what was said, what failed, what was set and measured. */
export function TurnPair({ turn, place, sides, unfold }: TurnPairProps) {
  const { a, b, state, errors } = turn;
  return (
    <section aria-labelledby={`pair-${String(place)}`} className="[contain-intrinsic-size:auto_240px]">
      <div className="sticky top-0 z-sticky flex h-8 items-center gap-3 border-b bg-panel px-3 text-xs">
        <h2 id={`pair-${String(place)}`} className="font-semibold">
          Turn {place}
        </h2>
        <Status status={stateWords[state]} tone={state === "same" ? "ok" : "warn"} />
        <span className="ml-auto flex gap-3">
          {a !== null && <TurnLink name="A" convId={sides.a.conv_id} recordRef={a.ref} />}
          {b !== null && <TurnLink name="B" convId={sides.b.conv_id} recordRef={b.ref} />}
        </span>
      </div>
      <BlockPairs pairs={turn.blocks} unfold={unfold} />
      {errors.map((pair, at) => (
        <div
          key={at}
          {...(pair.state === "same" ? {} : { "data-difference": "", tabIndex: -1 })}
          className="ring-inside grid grid-cols-1 border-b focus:bg-hover sm:grid-cols-2"
        >
          <Failure error={pair.a} convId={sides.a.conv_id} name="A" />
          <Failure error={pair.b} convId={sides.b.conv_id} name="B" />
        </div>
      ))}
      <FactTable facts={turn.facts} unfold={unfold} />
    </section>
  );
}

function TurnLink({ name, convId, recordRef }: { name: string; convId: string; recordRef: string }) {
  return (
    <Link href={recordHref(convId, recordRef) ?? ""} className="link inline-flex min-h-6 items-center">
      Open in {name}
    </Link>
  );
}

function Failure({ error, convId, name }: { error: CompareError | null; convId: string; name: string }) {
  if (error === null) return <p className="px-3 py-1.5 text-xs text-fg-subtle">no such failure in {name}</p>;
  return (
    <div className="min-w-0 px-3 py-1.5">
      <Link
        href={recordHref(convId, error.ref) ?? ""}
        className="inline-flex min-h-6 max-w-full items-center hover:underline"
      >
        <ClassMark errorClass={error.code.split(".")[0] ?? ""}>
          <span className="num text-err">{error.code}</span>
        </ClassMark>
      </Link>
      <p className="text-xs break-words text-fg-muted">{error.message}</p>
    </div>
  );
}
