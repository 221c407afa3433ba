import { KeyValues, type KeyValue } from "@/components/data/key-values";
import { MonoId } from "@/components/data/mono-id";
import { PaneHeader } from "@/components/data/pane-header";
import { Sparkline } from "@/components/data/sparkline";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/client/format";
import type { ProcessReport } from "@/lib/contracts/system";
import { runtimeSamples } from "@/lib/domain/model/runtime";

type Sample = ProcessReport["samples"][number];
type Measured = Exclude<keyof Sample, "process_key" | "occurred_at_ms" | "source" | "ingested_at_ms">;

const measured = Object.keys(runtimeSamples.fields).filter(isMeasured);

function isMeasured(name: string): name is Measured {
  return !["process_key", "occurred_at_ms", "source", "ingested_at_ms"].includes(name);
}

/** Bars drawn per line: more would be thinner than a pixel. */
const barLimit = 60;

/** Processes of observed runtimes: what they are, how they fared, what they depend on. */
export function ProcessSection({ processes }: { processes: readonly ProcessReport[] }) {
  return (
    <section aria-label="Processes">
      <PaneHeader
        title="Processes of observed runtimes"
        end={formatCount(processes.length)}
        className="border-t"
      />
      {processes.length === 0 ? (
        <p className="px-3.5 py-3 text-fg-muted">
          No source tells of processes. Native runtime.process and runtime.sample records do.
        </p>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(420px,100%),1fr))] border-b">
          {processes.map((report) => (
            <li
              key={report.process.process_key}
              className="-mb-px flex min-w-0 flex-col gap-3 border-r border-b px-3.5 py-3"
            >
              <ProcessCard report={report} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ProcessCard({ report: { process, samples, dependencies } }: { report: ProcessReport }) {
  return (
    <>
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 font-semibold">
          <MonoId id={process.process_key} maxLength={34} copyLabel="process key" />
        </h3>
        <span className="ml-auto">
          {process.stopped_at_ms === null ? (
            <Status status="running" />
          ) : (
            <Status status="closed">stopped</Status>
          )}
        </span>
      </div>
      <KeyValues labelWidth={104} items={factsOf(process)} />
      <Lines samples={samples} />
      {dependencies.length > 0 && (
        <ul aria-label="Changes of dependencies" className="flex flex-col gap-1 text-xs">
          {dependencies.map((state) => (
            <li
              key={`${state.dependency} ${String(state.since_ms)}`}
              className="grid grid-cols-[6.5rem_6.5rem_minmax(0,1fr)] items-baseline gap-2"
            >
              <span className="truncate">{state.dependency}</span>
              <Status status={state.state ?? "unknown"} tone={state.state === "up" ? "ok" : undefined} />
              <span className="truncate text-fg-muted" title={state.last_error ?? undefined}>
                since <TimeText ms={state.since_ms} show="short" />
                {state.latency_ms !== null && `, ${formatDuration(state.latency_ms)}`}
                {state.last_error !== null && `, ${state.last_error}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function factsOf(process: ProcessReport["process"]): readonly KeyValue[] {
  const time = (ms: number | null) => (ms === null ? null : <TimeText ms={ms} show="date-time" />);
  return [
    {
      label: "Version",
      value: [process.process_version, process.build_sha].filter((part) => part !== null).join(" · ") || null,
      mono: true,
    },
    {
      label: "Host",
      value:
        [process.host, process.pid === null ? null : `pid ${String(process.pid)}`]
          .filter((part) => part !== null)
          .join(", ") || null,
    },
    { label: "Environment", value: process.environment },
    { label: "Started", value: time(process.started_at_ms) },
    {
      label: "Stopped",
      value:
        process.stopped_at_ms === null ? "still running as far as is known" : time(process.stopped_at_ms),
    },
    {
      label: "Uptime",
      value: process.uptime_ms === null ? null : formatDuration(process.uptime_ms),
      mono: true,
    },
    { label: "Source", value: process.source },
  ];
}

/** One line per resource that was ever measured: newest value, bars over time, the most. */
function Lines({ samples }: { samples: readonly Sample[] }) {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined)
    return <p className="text-xs text-fg-muted">No samples were recorded.</p>;
  const recent = samples.slice(-barLimit);
  const shown = measured.filter((name) => samples.some((sample) => sample[name] !== null));
  return (
    <div className="flex flex-col gap-1">
      <p className="text-2xs text-fg-subtle">
        {plural(samples.length, "sample")}, <TimeText ms={first.occurred_at_ms} show="short" /> to{" "}
        <TimeText ms={last.occurred_at_ms} show="short" />
      </p>
      <ul aria-label="Resources" className="grid grid-cols-1 gap-y-0.5 text-xs">
        {shown.map((name) => {
          const highest = Math.max(...samples.map((sample) => sample[name] ?? 0));
          const text = `${name}: newest ${printed(name, last[name])}, most ${printed(name, highest)}`;
          return (
            <li
              key={name}
              title={runtimeSamples.fields[name].doc}
              className="grid grid-cols-[minmax(0,1fr)_130px_4.5rem_5.5rem] items-center gap-2"
            >
              <span className="truncate text-fg-subtle">{name}</span>
              <Sparkline
                values={recent.map((sample) => sample[name] ?? 0)}
                label={text}
                width={130}
                height={14}
              />
              <span className="num text-right">{printed(name, last[name])}</span>
              <span className="num text-right text-fg-subtle">max {printed(name, highest)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function printed(name: Measured, value: number | null): string {
  if (value === null) return "–";
  const { unit } = runtimeSamples.fields[name];
  if (unit === "bytes") return formatBytes(value);
  if (unit === "ms") return formatDuration(value);
  return unit.startsWith("percent") ? `${formatCount(value)} %` : formatCount(value);
}
