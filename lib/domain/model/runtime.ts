import {
  bool,
  bytes,
  content,
  epochMs,
  int,
  label,
  ms,
  oneOf,
  real,
  recordSet,
  required,
  text,
} from "./field";
import { keysAndClocks } from "./keys";

/** Processes of observed runtimes. */
export const processes = recordSet({
  name: "processes",
  domain: 9,
  doc: "One process of an observed runtime.",
  sources: "native runtime.process; start and stop lines of server logs",
  key: ["process_key"],
  fields: {
    process_key: required(text("Identity: host, process id and start")),
    build_sha: label("Build commit"),
    process_version: label("Version of the program"),
    pid: int("Process id"),
    started_at_ms: epochMs("Start", { merge: "min" }),
    stopped_at_ms: epochMs("Stop", { merge: "max" }),
    uptime_ms: ms("Time since start at the newest sample"),
    host: label("Host"),
    environment: label("Environment name"),
    source: label("Emitter or import"),
    occurred_at_ms: epochMs("When, by the source's clock"),
    ingested_at_ms: epochMs("When it was first stored here", { merge: "first" }),
    updated_at_ms: epochMs("When this row last changed here"),
  },
});

/** Samples of a process's resources and of its SQLite files. */
export const runtimeSamples = recordSet({
  name: "runtime_samples",
  domain: 9,
  doc: "One sample of a process.",
  sources: "native runtime.sample",
  key: ["process_key", "occurred_at_ms"],
  fields: {
    process_key: required(text("Process")),
    occurred_at_ms: required(epochMs("When, by the source's clock")),
    rss_bytes: bytes("Resident memory"),
    heap_bytes: bytes("Heap in use"),
    cpu_percent: real("CPU use", { unit: "percent of one core" }),
    goroutines: int("Goroutines"),
    threads: int("Threads"),
    handles: int("Open handles"),
    gc_pause_ms: ms("Longest pause since the last sample"),
    open_file_descriptors: int("Open file descriptors"),
    event_loop_lag_ms: ms("Event loop lag"),
    sqlite_busy_count: int("Busy answers since the last sample"),
    sqlite_lock_wait_ms: ms("Time spent waiting for locks"),
    sqlite_wal_bytes: bytes("Size of the write-ahead log"),
    sqlite_checkpoint_age_ms: ms("Time since the last checkpoint"),
    source: label("Emitter or import"),
    ingested_at_ms: epochMs("When it was first stored here", { merge: "first" }),
  },
});

/** Panics and recovered faults. */
export const panics = recordSet({
  name: "panics",
  domain: 9,
  doc: "A panic or recovered fault with its stack.",
  sources: "server logs (Go panics), native runtime.panic",
  key: ["panic_id"],
  fields: {
    panic_id: required(text("Identity of the panic")),
    process_key: text("Process"),
    conv_id: text("Conversation"),
    message: content("What was said"),
    stack: content("Stack trace"),
    recovered: bool("Whether the process went on"),
    ...keysAndClocks,
  },
});

/** Health of what the runtime depends on. */
export const dependencyHealth = recordSet({
  name: "dependency_health",
  domain: 9,
  doc: "A change of state of a dependency.",
  sources: "native runtime.dependency",
  key: ["process_key", "dependency", "since_ms"],
  fields: {
    process_key: required(text("Process")),
    dependency: required(label("redis, message_bus, provider, database, ...")),
    since_ms: required(epochMs("Since when the state holds")),
    state: oneOf(["up", "degraded", "down", "unknown"] as const, "State"),
    latency_ms: ms("Latency of the last check"),
    last_error: content("Last error"),
    source: label("Emitter or import"),
    ingested_at_ms: epochMs("When it was first stored here", { merge: "first" }),
    updated_at_ms: epochMs("When this row last changed here"),
  },
});
