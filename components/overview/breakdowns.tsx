import Link from "next/link";
import type { PlainColumn } from "@/components/data/plain-table";
import { Sparkline } from "@/components/data/sparkline";
import { ClassMark, classColor } from "@/components/ui/class-mark";
import { NotRecorded } from "@/components/ui/not-recorded";
import { formatCompact, formatCount, formatDuration, formatPercent } from "@/lib/client/format";
import type { Rollups } from "@/lib/contracts/rollup";
import { Breakdown, ShareBar } from "./breakdown";
import { codeRows, modelRows, toolRows, type CodeRow, type ModelRow, type ToolRow } from "./breakdown-rows";
import { term, type ListLinks } from "./list-links";

const cellLink = "rounded-mark hover:underline";

/** Failures by code, calls by model, calls by tool; each name leads to the list of what it counts. */
export function Breakdowns({ rollups, links }: { rollups: Rollups; links: ListLinks }) {
  const codes = codeRows(rollups);
  const models = modelRows(rollups);
  const tools = toolRows(rollups);
  return (
    <>
      <Breakdown
        title="Failure codes"
        nothing="No failure was recorded."
        columns={codeColumns(links, codes[0]?.count ?? 1)}
        rows={codes}
        rowKey={({ errorClass, code }) => `${errorClass} ${code}`}
      />
      <Breakdown
        title="Models"
        nothing="No model was called."
        columns={modelColumns(links, models[0]?.calls ?? 1)}
        rows={models}
        rowKey={({ provider, model }) => `${provider} ${model}`}
      />
      <Breakdown
        title="Tools"
        nothing="No tool was called."
        columns={toolColumns(links, tools[0]?.calls ?? 1)}
        rows={tools}
        rowKey={({ tool }) => tool}
      />
    </>
  );
}

function codeColumns(links: ListLinks, most: number): readonly PlainColumn<CodeRow>[] {
  return [
    {
      header: "Code",
      cell: ({ errorClass, code }) => (
        <Link href={links.incidents(term("incidents", "code", code))} className={cellLink}>
          <ClassMark errorClass={errorClass}>{code}</ClassMark>
        </Link>
      ),
    },
    {
      header: "Over time",
      cell: ({ values, errorClass, code }) => (
        <Sparkline values={values} label={`${code} over the range`} color={classColor(errorClass)} />
      ),
    },
    {
      header: "Failures",
      isNumber: true,
      cell: ({ count }) => <ShareBar share={count / most}>{formatCount(count)}</ShareBar>,
    },
  ];
}

function modelColumns(links: ListLinks, most: number): readonly PlainColumn<ModelRow>[] {
  return [
    {
      header: "Model",
      cell: ({ model, provider, isShared }) =>
        model === "" ? (
          <NotRecorded />
        ) : (
          <Link
            // The list holds what the number counts.
            href={links.modelCalls(
              [term("model-calls", "model", model)]
                .concat(provider === "" ? [] : term("model-calls", "provider", provider))
                .join(" "),
            )}
            className={`${cellLink} inline-block max-w-48 truncate align-bottom`}
            title={[model, provider].filter((part) => part !== "").join(", ")}
          >
            {model}
            {isShared && (
              <span className="text-fg-subtle"> {provider === "" ? "no provider" : provider}</span>
            )}
          </Link>
        ),
    },
    {
      header: "Calls",
      isNumber: true,
      cell: ({ calls }) => <ShareBar share={calls / most}>{formatCount(calls)}</ShareBar>,
    },
    { header: "Failed", isNumber: true, title: failedTitle, cell: Failed },
    { header: "p50", isNumber: true, cell: ({ p50_ms }) => <Latency ms={p50_ms} /> },
    { header: "p95", isNumber: true, cell: ({ p95_ms }) => <Latency ms={p95_ms} /> },
    {
      header: "Tokens in / out",
      isNumber: true,
      cell: ({ input, output }) => `${formatCompact(input)} / ${formatCompact(output)}`,
    },
  ];
}

function toolColumns(links: ListLinks, most: number): readonly PlainColumn<ToolRow>[] {
  return [
    {
      header: "Tool",
      cell: ({ tool }) =>
        tool === "" ? (
          <NotRecorded />
        ) : (
          <Link href={links.toolCalls(term("tool-calls", "tool", tool))} className={cellLink}>
            {tool}
          </Link>
        ),
    },
    {
      header: "Over time",
      cell: ({ values, tool }) => <Sparkline values={values} label={`Calls of ${tool} over the range`} />,
    },
    { header: "Failed", isNumber: true, title: failedTitle, cell: Failed },
    {
      header: "Calls",
      isNumber: true,
      cell: ({ calls }) => <ShareBar share={calls / most}>{formatCount(calls)}</ShareBar>,
    },
  ];
}

const failedTitle = "Failed, timed out, rejected, interrupted or without an end";

function Failed({ calls, failed }: { calls: number; failed: number }) {
  if (failed === 0) return <span className="text-fg-subtle">0</span>;
  return (
    <span title={`${formatCount(failed)} of ${formatCount(calls)}`} className="text-err">
      {formatCount(failed)} · {formatPercent(failed / calls)}
    </span>
  );
}

function Latency({ ms }: { ms: number | null }) {
  return ms === null ? <NotRecorded /> : formatDuration(ms);
}
