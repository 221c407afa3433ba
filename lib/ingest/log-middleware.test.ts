import { expect, test } from "vitest";
import { decodeLines, envelopesOf, readSample } from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { createServerLogDecoder } from "./server-log";

const line = (micros: number, message: string, more: object = {}): string => {
  const time = `2026-11-24T10:00:00.${String(micros).padStart(6, "0")}Z`;
  return JSON.stringify({ level: "debug", time, conv_id: "c", turn_id: "t", message, ...more });
};

/** Steps that a log tells of: the newest word on each. */
function stepsOf(lines: readonly string[]): readonly object[] {
  const steps = new Map<string, object>();
  for (const { records } of envelopesOf(
    decodeLines(createServerLogDecoder, Buffer.from(lines.join("\n")), { name: "server.log" }),
  )) {
    for (const change of records) {
      if (change.set !== "middleware_steps") continue;
      const { row } = change;
      const said = Object.entries<unknown>(row).filter(([, value]) => value !== undefined);
      steps.set(row.step_id, { ...steps.get(row.step_id), ...Object.fromEntries(said) });
    }
  }
  return [...steps.values()];
}

const step = (iteration: number, name: string, position: number): object => ({
  step_id: `log:t:${String(iteration)}:${name}`,
  conv_id: "c",
  turn_id: "t",
  name,
  position,
  iteration,
});

test("a chain is told in order with the time of each step, once for each iteration of the tool loop", () => {
  const steps = stepsOf([
    line(1_000, "toolloop: engine inference step"),
    line(2_000, "tool-reorder: middleware start"),
    line(2_250, "tool-reorder: middleware end"),
    line(3_000, "systemprompt: middleware start"),
    line(3_027, "systemprompt: middleware end"),
    line(9_000, "tool-reorder: middleware start"),
    line(9_100, "tool-reorder: middleware end"),
  ]);
  expect(steps).toMatchObject([
    { ...step(1, "tool-reorder", 0), duration_ms: 0.25 },
    { ...step(1, "systemprompt", 1), duration_ms: 0.027 },
    { ...step(2, "tool-reorder", 0), duration_ms: 0.1 },
  ]);
});

test("a step that wraps the call to the model has no time of its own, one that never ends has a start", () => {
  const event = { event_type: "*events.EventFinal", event_id: "m" };
  const steps = stepsOf([
    line(1_000, "agentmode: middleware start"),
    line(1_100, "systemprompt: middleware start"),
    line(1_200, "systemprompt: middleware end"),
    line(5_000, "received event (SEM)", event),
    line(6_000, "agentmode: middleware end"),
    line(7_000, "policy: middleware start"),
  ]);
  expect(steps.map((row) => ("duration_ms" in row ? row.duration_ms : undefined))).toEqual([
    undefined,
    0.1,
    undefined,
  ]);
  expect(steps).toMatchObject([
    { position: 0 },
    { position: 1 },
    { position: 2, started_at_ms: Date.parse("2026-11-24T10:00:00.007Z") },
  ]);
});

test("a line that names no turn tells of no step", () => {
  expect(stepsOf([line(1, "systemprompt: middleware start", { turn_id: "" })])).toEqual([]);
});

test.skipIf(!haveSamples)(
  "the log of the recording hc53 tells of one step before each of its two calls",
  () => {
    const log = Buffer.from(readSample("pinocchio/hc53/server-log.ndjson")).toString();
    expect(stepsOf(log.split("\n"))).toMatchObject([
      {
        name: "systemprompt",
        turn_id: "7f1dac3d-80c6-4de3-85cc-1af584ff482f",
        iteration: 1,
        duration_ms: 0.28,
      },
      {
        name: "systemprompt",
        turn_id: "405203e6-4026-4668-a030-43a52d818cc3",
        iteration: 1,
        duration_ms: 0.132,
      },
    ]);
  },
);
