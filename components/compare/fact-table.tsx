"use client";
import clsx from "clsx";
import { useState } from "react";
import { NotRecorded } from "@/components/ui/not-recorded";
import { formatCount, formatDuration, plural } from "@/lib/client/format";
import type { CompareFact } from "@/lib/contracts/compare";

const groups = {
  model: "Model and settings",
  tools: "Tools",
  outcome: "Outcome",
  usage: "Usage",
  timing: "Timing",
} as const;

/** What is known of two turns beside what was said: what differs, and how far; what is equal folds away. */
export function FactTable({ facts: known, unfold }: { facts: readonly CompareFact[]; unfold: boolean }) {
  const facts = known.some(({ group }) => group === "tools") ? known : [...known, noTools];
  const [toggled, setToggled] = useState(false);
  const isOpen = unfold !== toggled;
  const equal = facts.filter(({ state }) => state === "same");
  const shown = isOpen ? facts : facts.filter((fact) => !equal.includes(fact));
  return (
    <div className="border-b">
      {equal.length > 0 && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setToggled(!toggled)}
          className="ring-inside flex min-h-7 w-full items-center gap-2 bg-panel px-3 text-left text-xs text-fg-subtle hover:text-fg"
        >
          <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
          {plural(equal.length, "equal setting or measure", "equal settings and measures")}:{" "}
          {equal.map(({ label }) => label).join(", ")}
        </button>
      )}
      {shown.length > 0 && (
        <table className="w-full table-fixed text-left text-xs">
          <caption className="sr-only">Settings and measures</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">What</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((fact) => (
              <FactRow key={`${fact.group} ${fact.label}`} fact={fact} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Few sources say which tools a model could have called. */
const noTools: CompareFact = {
  group: "tools",
  label: "tools offered",
  kind: "setting",
  unit: null,
  a: null,
  b: null,
  state: "same",
};

function FactRow({ fact }: { fact: CompareFact }) {
  const isDifference = fact.kind === "setting" && fact.state !== "same";
  const tone = (mine: "a" | "b") =>
    clsx(
      "num w-[34%] py-0.5 pr-3 break-words",
      // Under the two columns of what was said.
      mine === "a" ? "md:w-[calc(50%-9rem)]" : "md:w-[calc(50%-6rem)] md:pl-3",
      isDifference && (mine === "a" ? "text-err" : "text-ok"),
    );
  return (
    <tr
      {...(isDifference ? { "data-difference": "", tabIndex: -1 } : {})}
      className="ring-inside align-baseline focus:bg-hover"
    >
      <th
        scope="row"
        className="w-[16%] py-0.5 pl-3 font-normal text-fg-subtle md:w-36"
        title={groups[fact.group]}
      >
        {fact.label}
      </th>
      <td className={tone("a")}>{valueText(fact, fact.a)}</td>
      <td className={tone("b")}>{valueText(fact, fact.b)}</td>
      <td className="num py-0.5 pr-3 text-right text-fg-subtle">{changeText(fact)}</td>
    </tr>
  );
}

function valueText({ unit }: CompareFact, value: string | number | null) {
  if (value === null) return <NotRecorded />;
  if (typeof value === "string") return value;
  if (unit === "ms") return formatDuration(value);
  if (unit === "usd") return `$${value.toFixed(4)}`;
  return unit === "tokens" ? formatCount(value) : String(value);
}

/** +24 %, for two numbers of a measure. */
function changeText({ kind, a, b }: CompareFact): string {
  if (kind !== "measure" || typeof a !== "number" || typeof b !== "number" || a === b || a === 0) return "";
  const share = Math.round(((b - a) / a) * 100);
  return `${share > 0 ? "+" : "−"}${formatCount(Math.abs(share))} %`;
}
