import type { Arguments } from "./arguments";
import { LinePrinter, type RecordStatement } from "./native-line";
import { readDuration } from "./tokens";

export const processUsage = {
  process: "process KEY [start=-2d] [source=...] [build=...] [version=...] [pid=...] [host=...] [env=...]",
  sample:
    "sample [rss=bytes] [heap=bytes] [cpu=percent] [goroutines=N] [threads=N] [handles=N] [gc=ms] [fds=N] [lag=ms] [busy=N] [lockwait=ms] [wal=bytes] [checkpoint=30s]",
  dependency: 'dependency NAME up|degraded|down|unknown ["last error"] [latency=4ms]',
  stop: "stop",
} as const;

/** A process of the observed runtime; its samples and dependencies are stated under it. */
export class SimulatedProcess {
  readonly process_key: string;
  readonly startedAtMs: number;
  now: number;
  readonly #printer: LinePrinter;
  readonly #sink: (line: string) => void;

  constructor(args: Arguments, baseMs: number, defaultSource: string, sink: (line: string) => void) {
    this.process_key = args.word("a key");
    this.startedAtMs = baseMs + (args.duration("start") ?? 0);
    this.now = this.startedAtMs;
    this.#printer = new LinePrinter(args.option("source") ?? defaultSource, this.process_key);
    this.#sink = sink;
    this.#process({
      build_sha: args.option("build"),
      process_version: args.option("version"),
      pid: args.number("pid"),
      host: args.option("host"),
      environment: args.option("env"),
      started_at_ms: this.startedAtMs,
    });
  }

  /** Runs one statement under the process. Throws SyntaxError when the verb is not one of its own. */
  run(verb: string, args: Arguments): void {
    if (verb === "sample") this.#sample(args);
    else if (verb === "dependency") this.#dependency(args);
    else if (verb === "stop")
      this.#process({ stopped_at_ms: this.now, uptime_ms: this.now - this.startedAtMs });
    else throw new SyntaxError(`a process does not know ${verb} (it knows sample, dependency, stop)`);
  }

  #process(row: RecordStatement<"processes">): void {
    const keyed = { process_key: this.process_key, ...row };
    this.#sink(this.#printer.record("runtime.process", "processes", this.now, {}, keyed));
  }

  #sample(args: Arguments): void {
    const row = {
      process_key: this.process_key,
      rss_bytes: args.number("rss"),
      heap_bytes: args.number("heap"),
      cpu_percent: args.number("cpu"),
      goroutines: args.number("goroutines"),
      threads: args.number("threads"),
      handles: args.number("handles"),
      gc_pause_ms: args.number("gc"),
      open_file_descriptors: args.number("fds"),
      event_loop_lag_ms: args.number("lag"),
      sqlite_busy_count: args.number("busy"),
      sqlite_lock_wait_ms: args.number("lockwait"),
      sqlite_wal_bytes: args.number("wal"),
      sqlite_checkpoint_age_ms: args.duration("checkpoint"),
    };
    const timed = { ...row, occurred_at_ms: this.now };
    this.#sink(this.#printer.record("runtime.sample", "runtime_samples", this.now, {}, timed));
  }

  #dependency(args: Arguments): void {
    const dependency = args.word("a dependency");
    const word = args.word("a state");
    const state = (["up", "degraded", "down", "unknown"] as const).find((value) => value === word);
    if (state === undefined) throw new SyntaxError(`${word} is none of up, degraded, down, unknown`);
    const latency = args.option("latency");
    const row = {
      process_key: this.process_key,
      dependency,
      since_ms: this.now,
      state,
      latency_ms: latency === undefined ? undefined : readDuration(latency),
      last_error: args.optionalText(),
    };
    this.#sink(this.#printer.record("runtime.dependency", "dependency_health", this.now, {}, row));
  }
}
