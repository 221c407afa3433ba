/** Processes of the observed runtimes with samples over the last three days, and what they depend on. */
export function demoProcesses(): string {
  const lines: string[] = [];
  for (const [index, { key, host, source, build, version }] of processes.entries()) {
    const pid = 2100 + index * 37;
    lines.push(
      `process ${key} start=-71h source=${source} build=${build} version=${version} pid=${String(pid)} host=${host} env=${index === 3 ? "staging" : "production"}`,
    );
    for (let hour = 0; hour < 71; hour += 1) lines.push(sample(index, hour));
  }
  return [...lines, ...incidents].join("\n");
}

const processes = [
  {
    key: "demo-webchat-eu-1",
    host: "eu-west-4a",
    source: "demo/webchat-eu",
    build: "4f2c91a",
    version: "0.42.1",
  },
  {
    key: "demo-webchat-us-1",
    host: "us-east-2b",
    source: "demo/webchat-us",
    build: "4f2c91a",
    version: "0.42.1",
  },
  { key: "demo-agent-1", host: "runner-07", source: "demo/agent-runner", build: "91be07d", version: "1.8.0" },
  { key: "demo-desk-1", host: "desk-staging", source: "demo/desk", build: "c07d5e3", version: "0.9.3" },
] as const;

/** One hour of a process: a day's rhythm, and the memory growth of the agent runner before it was killed. */
function sample(index: number, hour: number): string {
  const day = Math.sin(((hour % 24) / 24) * 2 * Math.PI) + 1;
  const growing = index === 2 && hour <= 36 ? hour * 190_000_000 : 0;
  const rss = Math.round(180_000_000 + day * 60_000_000 + index * 25_000_000 + growing);
  const busy = index === 1 && hour > 15 && hour < 20 ? 14 + hour : Math.round(day);
  const facts = {
    rss,
    heap: Math.round(rss * 0.62),
    cpu: Math.round((6 + day * 21 + index * 3) * 10) / 10,
    goroutines: 60 + Math.round(day * 90),
    threads: 14 + index,
    handles: 40 + Math.round(day * 30),
    gc: Math.round((0.4 + day * 1.3) * 100) / 100,
    fds: 48 + Math.round(day * 42),
    lag: Math.round((1 + day * 4) * 10) / 10,
    busy,
    lockwait: busy * 3,
    wal: Math.round(1_200_000 + day * 2_400_000),
    checkpoint: Math.round(8000 + day * 20_000),
  };
  const written = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
  return `  +${String(hour)}h sample ${written.join(" ")}`;
}

const incidents = [
  "process demo-bus-watch start=-71h source=demo/desk build=c07d5e3 version=0.9.3 pid=3001 host=desk-staging env=staging",
  "  +0    dependency redis up latency=1ms",
  "  +0    dependency message_bus up latency=2ms",
  "  +0    dependency provider up latency=180ms",
  "  +0    dependency database up latency=1ms",
  '  +17h  dependency database degraded "database is locked" latency=900ms',
  "  +18h  dependency database up latency=2ms",
  '  +40h  dependency redis down "dial tcp 10.4.0.3:6379: connect: connection refused"',
  '  +40h  dependency message_bus degraded "no subscriber" latency=60ms',
  "  +41h  dependency redis up latency=1ms",
  "  +41h  dependency message_bus up latency=2ms",
  '  +69h  dependency provider degraded "529 overloaded_error" latency=2100ms',
  "  +70h  dependency provider up latency=210ms",
  "  +71h  stop",
];
