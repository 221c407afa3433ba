import { describe, expect, it } from "vitest";
import { parseExact } from "@/lib/domain/json/exact-json";
import { asArray, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { scenarioReference } from "./reference";
import { scenarioLines, type ScenarioOptions } from "./scenario";
import { ScenarioError } from "./scenario-error";

interface ReadLine {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: JsonObject;
}

function play(text: string, options?: ScenarioOptions): ReadLine[] {
  return scenarioLines(text, options).map((line) => {
    const object = asObject(parseExact(line)) ?? {};
    const [id, type] = [asText(object["id"]) ?? "", asText(object["type"]) ?? ""];
    return { id, type, at: Number(object["occurred_at_ms"]), data: asObject(object["data"]) ?? {} };
  });
}

/** SEM events of the lines, in order of arrival. */
function frames(lines: readonly ReadLine[]): JsonObject[] {
  return lines
    .filter(({ type }) => type === "sem.event")
    .map(({ data }) => asObject(asObject(parseExact(asText(data["envelope"]) ?? ""))?.["event"]) ?? {});
}

function seqs(text: string): string[] {
  return frames(play(text)).map(({ seq }) => String(asOrdinal(seq)));
}

const refund = `
conversation c1 runtime=default profile=default
  turn t1 "What is the refund policy?"
    +0      llm.start model=gpt-5
    +420    llm.delta "Let me look that up" x24 every=30
    +600    tool.start search args={"q":"refund"}
    +1900   tool.fail code=tool.timeout "no answer within 60 s"
    +2010   llm.final in=812 out=64 finish=stop
  gap 3
  close ws 1006
`;

describe("a scenario", () => {
  it("gives the same lines for the same text and options, and others for another seed", () => {
    expect(scenarioLines(refund)).toEqual(scenarioLines(refund));
    expect(scenarioLines(refund, { seed: "other" })).not.toEqual(scenarioLines(refund));
  });

  it("puts what happens in order of time, not of writing", () => {
    const events = frames(play(refund));
    const tool = events.findIndex(({ type }) => type === "tool.start");
    const deltas = events.flatMap(({ type }, at) => (type === "llm.delta" ? [at] : []));
    expect(deltas).toHaveLength(24);
    expect(deltas.filter((at) => at < tool)).toHaveLength(7);
  });

  it("streams text that adds up: each cumulative is the one before plus the delta", () => {
    let text = "";
    for (const { type, data } of frames(play(refund))) {
      if (type !== "llm.delta") continue;
      text += asText(asObject(data)?.["delta"]) ?? "";
      expect(asObject(data)?.["cumulative"]).toBe(text);
    }
    expect(text).toContain("Let me look that up");
  });

  it("writes time-derived numbers beyond 2^53 with all their digits", () => {
    const [first, second] = seqs(refund);
    expect(first).toBe("1771453370000000000");
    expect(second).toBe("1771453370000000001");
  });

  it("counts from one where seq is a counter, and gives none where there is none", () => {
    const text = (seq: string) => `conversation c seq=${seq}\n turn t "hi"\n  llm.start\n  llm.final`;
    expect(seqs(text("counter"))).toEqual(["1", "2", "3"]);
    expect(seqs(text("none"))).toEqual(["undefined", "undefined", "undefined"]);
  });

  it("accumulates blocks from turn to turn under the ids they have", () => {
    const lines = play(`
conversation c1
  turn t1 "first"
    llm.start
    tool.start search args={"q":1}
    llm.final finish=tool_calls
    tool.result {"found":1}
    llm.start
    llm.delta "done"
    llm.final
  turn t2 "second"
    llm.start
    llm.final text="again"
`);
    const snapshots = lines.filter(({ type }) => type === "turn.snapshot").map(({ data }) => data);
    expect(snapshots.map(({ turn_id, phase, iteration }) => [turn_id, phase, iteration])).toEqual([
      ["t1", "pre_inference", 1],
      ["t1", "post_inference", 1],
      ["t1", "post_tools", 1],
      ["t1", "pre_inference", 2],
      ["t1", "post_inference", 2],
      ["t1", "final", 2],
      ["t2", "pre_inference", 1],
      ["t2", "post_inference", 1],
      ["t2", "final", 1],
    ]);
    const ids = (at: number) =>
      asArray(snapshots[at]?.["blocks"])?.map((block) => asObject(block)?.["id"]) ?? [];
    const kinds = (at: number) =>
      asArray(snapshots[at]?.["blocks"])?.map((block) => asObject(block)?.["kind"]);
    expect(kinds(5)).toEqual(["system", "user", "tool_call", "tool_use", "llm_text"]);
    expect(ids(8).slice(0, 5)).toEqual(ids(5));
  });

  it("gives a failed turn no final snapshot", () => {
    const lines = play('conversation c\n turn t "hi"\n  llm.start\n  llm.fail provider.auth "401" http=401');
    expect(lines.filter(({ data }) => data["phase"] === "final")).toEqual([]);
    expect(lines.find(({ type }) => type === "error")?.data).toMatchObject({
      error_class: "provider",
      error_code: "provider.auth",
      http_status: 401,
    });
    expect(lines.find(({ type }) => type === "turn.updated")?.data).toMatchObject({ outcome: "failed" });
  });

  it("keeps lost writes out of the stored timeline although the frames are complete", () => {
    const lines = play(`
conversation c1 store=on
  turn t1 "kept"
    llm.start
    llm.delta "an answer" x2 every=300
    +900 llm.final lose=yes
  turn t2 "lost" lose=prompt
`);
    const stored = lines.filter(({ type }) => type === "timeline.entity").map(({ data }) => data);
    expect(stored.map(({ entity_id, status }) => [entity_id, status])).toEqual([
      ["user-t1", "completed"],
      ["c1-m1", "streaming"],
    ]);
    expect(frames(lines).filter(({ type }) => type === "chat.message")).toHaveLength(2);
    expect(stored[0]?.["first_seen_version"]).toBe("1771453370000000000");
  });
});

describe("defects of a stream", () => {
  const stream = (...verbs: string[]) =>
    `conversation c seq=counter\n${verbs.map((verb) => `  ${verb}`).join("\n")}`;
  const log = (count: number) => Array.from({ length: count }, (_, n) => `log info "line ${String(n)}"`);

  it.each([
    ["gap", ["gap 3", ...log(1)], ["4"]],
    ["drop", [...log(1), "drop 2", ...log(3)], ["1", "4"]],
    ["swap", [...log(1), "swap", ...log(2)], ["1", "3", "2"]],
    ["late", ["late 2", ...log(4)], ["2", "3", "1", "4"]],
    ["regress", [...log(4), "regress 3", ...log(2)], ["1", "2", "3", "4", "1", "5"]],
    ["restart", [...log(2), "restart", ...log(2)], ["1", "2", "1", "2"]],
    ["a held frame at the end", ["late 9", ...log(2)], ["2", "1"]],
  ])("%s", (_name, verbs, expected) => {
    expect(seqs(stream(...verbs))).toEqual(expected);
  });

  it("repeats a line, a frame, or an id with other bytes", () => {
    const sent = (how: string) =>
      play(stream('log info "a"', `repeat ${how}`)).filter(({ type }) => type === "sem.event");
    const [line, sameLine] = sent("line");
    expect(sameLine).toEqual(line);
    const [frame, sameFrame] = sent("frame");
    expect(sameFrame?.id).not.toBe(frame?.id);
    expect(sameFrame?.data).toEqual(frame?.data);
    const [first, other] = sent("other");
    expect(other?.id).toBe(first?.id);
    expect(other?.data).not.toEqual(first?.data);
  });
});

describe("mistakes in a scenario", () => {
  const inTurn = (statement: string) => `conversation c\n turn t "hi"\n  llm.start\n  ${statement}`;
  it.each([
    ['log info "x"', 1, "stands in no conversation"],
    ["conversation", 1, "needs an id"],
    ["conversation c modle=gpt-5", 1, "has no option modle"],
    ["conversation c seq=clock", 1, "seq=clock is none of time, counter, none"],
    ["conversation c\n\n# nothing\n  llm.begin", 4, "there is no verb llm.begin"],
    [inTurn("llm.delta unquoted"), 4, "needs a text in quotes"],
    [inTurn('llm.delta "never ends'), 4, "does not end on its line"],
    [inTurn("tool.start search args={oops}"), 4, "is not valid JSON"],
    [inTurn("+soon llm.final"), 4, "there is no verb +soon"],
    [inTurn('llm.delta "x" every=fast'), 4, "is no duration"],
    [inTurn("tool.result {}"), 4, "no tool is running here"],
    [inTurn("llm.final in=many"), 4, "is no number"],
    ['conversation c\n turn t "hi"\n  llm.final', 3, "no model call is running here"],
    ["conversation c\n  repeat line", 2, "no frame to repeat"],
    ['conversation c\n  error oops "x"', 2, "begins with none of"],
    ["process p\n  llm.start", 2, "a process does not know llm.start"],
  ])("%j", (text, line, message) => {
    const attempt = () => scenarioLines(text);
    expect(attempt).toThrow(ScenarioError);
    expect(attempt).toThrow(new RegExp(`^scenario line ${String(line)}: .*${escapeForPattern(message)}`));
  });
});

it("is described in docs/scenario.md (write the page anew with vitest -u)", async () => {
  await expect(scenarioReference()).toMatchFileSnapshot("../../../docs/scenario.md");
});

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
