"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { PageState } from "@/components/data/page-state";
import { Frame } from "@/components/shell/frame";
import { useCommands } from "@/components/shell/use-commands";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { ApiProblem } from "@/lib/client/api-fetch";
import { plural } from "@/lib/client/format";
import type { Comparison } from "@/lib/contracts/compare";
import { printCompareSide } from "@/lib/contracts/compare-side";
import { comparisonOptions } from "./compare-query";
import { SideChooser } from "./side-chooser";
import { SideHead } from "./side-head";
import { TurnPair } from "./turn-pair";

const params = { a: parseAsString.withDefault(""), b: parseAsString.withDefault("") };

/** Two conversations or two turns side by side. Both sides stand in the address. */
export function ComparePage() {
  const [{ a, b }, setSides] = useQueryStates(params, { history: "push" });
  const query = useQuery(comparisonOptions(a, b));
  const body = useRef<HTMLDivElement>(null);
  const [unfold, setUnfold] = useState(false);
  const swap = () => void setSides({ a: b, b: a });
  const jump = (step: 1 | -1) => {
    const all = [...(body.current?.querySelectorAll<HTMLElement>("[data-difference]") ?? [])];
    const at = all.findIndex((element) => element === document.activeElement);
    const next = all[at < 0 ? (step === 1 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
    next?.focus({ preventScroll: true });
    // Only the list scrolls: the page around it has to stay where it is.
    if (next !== undefined && body.current !== null)
      body.current.scrollTop +=
        next.getBoundingClientRect().top - body.current.getBoundingClientRect().top - 120;
  };
  useCommands("compare", [
    { id: "compare.next", label: "Next difference", group: "Compare", keys: ["N"], run: () => jump(1) },
    {
      id: "compare.previous",
      label: "Previous difference",
      group: "Compare",
      keys: ["Shift+N"],
      run: () => jump(-1),
    },
    { id: "compare.swap", label: "Swap the sides", group: "Compare", keys: ["S"], run: swap },
    {
      id: "compare.unfold",
      label: unfold ? "Fold equal parts" : "Show equal parts",
      group: "Compare",
      keys: ["U"],
      run: () => setUnfold(!unfold),
    },
  ]);
  const comparison = query.data;
  if (a === "" || b === "") {
    const missing = a === "" ? "a" : "b";
    return (
      <Frame title="Compare">
        <div className="min-h-0 flex-1 overflow-y-auto">
          <SideChooser
            key={missing}
            other={missing === "a" ? b : a}
            name={missing === "a" ? "A" : "B"}
            onChoose={(conv_id) => void setSides({ [missing]: printCompareSide({ conv_id }) })}
          />
        </div>
      </Frame>
    );
  }
  return (
    <Frame
      title="Compare"
      actions={
        comparison !== undefined && (
          <>
            <Button size="small" onClick={() => jump(1)} disabled={comparison.differences === 0}>
              Next difference <Kbd keys="N" />
            </Button>
            <Button size="small" onClick={() => setUnfold(!unfold)} aria-pressed={unfold}>
              Equal parts <Kbd keys="U" />
            </Button>
            <Button size="small" onClick={swap}>
              Swap <Kbd keys="S" />
            </Button>
          </>
        )
      }
      status={comparison !== undefined && <span role="status">{summaryOf(comparison)}</span>}
    >
      <PageState
        state={
          comparison !== undefined
            ? { kind: "ready" }
            : query.error instanceof ApiProblem && query.error.status === 404
              ? {
                  kind: "empty",
                  title: "One of the sides is not in this store",
                  hint: query.error.detail,
                  actions: (["a", "b"] as const).map((side) => (
                    <Button key={side} onClick={() => void setSides({ [side]: "" })}>
                      Choose another {side.toUpperCase()}
                    </Button>
                  )),
                }
              : query.isError
                ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
                : { kind: "loading" }
        }
      >
        {comparison !== undefined && (
          <div className="flex min-h-0 flex-1 flex-col">
            <div className="grid shrink-0 grid-cols-1 border-b sm:grid-cols-2">
              <SideHead name="A" side={comparison.a} onChange={(side) => void setSides({ a: side })} />
              <SideHead name="B" side={comparison.b} onChange={(side) => void setSides({ b: side })} />
            </div>
            <div
              ref={body}
              role="region"
              aria-label="Comparison"
              tabIndex={0}
              className="ring-inside min-h-0 flex-1 overflow-y-auto pb-10"
            >
              {comparison.turns.map((turn, at) => (
                <TurnPair
                  key={`${turn.a?.turn_id ?? ""} ${turn.b?.turn_id ?? ""}`}
                  turn={turn}
                  place={at + 1}
                  sides={comparison}
                  unfold={unfold}
                />
              ))}
            </div>
          </div>
        )}
      </PageState>
    </Frame>
  );
}

/** How much differs, and where it begins. */
function summaryOf({ differences, turns }: Comparison): string {
  if (differences === 0) return "no difference in what was said, set and failed";
  const first = turns.findIndex(({ state }) => state !== "same");
  return `${plural(differences, "difference")}, the first in turn ${String(first + 1)}`;
}
