import { afterEach, beforeEach, expect, test } from "vitest";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const failing = (name: string): string => `
conversation ${name} "Refund" start=-10m
  turn t-${name} "What is the refund policy?"
    llm.start model=gpt-5
    tool.start search args={"q":"refund"}
    tool.fail code=tool.timeout "no answer"
    llm.final in=1 out=1
`;

test("conversations that fail alike and settle together count their incident once", () => {
  // Counting reads every failure of a group: once per conversation it would grow with the square of them.
  store.writer.sqlite.exec(`
    CREATE TEMP TABLE counted (incident_id TEXT);
    CREATE TEMP TRIGGER counted_new AFTER INSERT ON incidents BEGIN INSERT INTO counted VALUES (new.incident_id); END;
    CREATE TEMP TRIGGER counted_again AFTER UPDATE ON incidents BEGIN INSERT INTO counted VALUES (new.incident_id); END;`);
  const names = Array.from({ length: 40 }, (_, i) => `c${String(i)}`);
  recordScenario(store, names.map(failing).join(""));
  expect(
    store.reader.sqlite.prepare("SELECT occurrence_count, conversation_count FROM incidents").all(),
  ).toEqual([{ occurrence_count: 40n, conversation_count: 40n }]);
  expect(store.writer.sqlite.prepare("SELECT count(*) FROM counted").pluck().get()).toBe(1n);
  expect(
    store.reader.sqlite.prepare("SELECT DISTINCT open_incident_count FROM conversations").pluck().all(),
  ).toEqual([1n]);
});

test("the last error of a conversation is a warning only while nothing worse is recorded", () => {
  const warning = 'error transport.frame_gap "two are missing" severity=warning';
  const broken = failing("worse").replace("llm.final in=1 out=1", `llm.final in=1 out=1\n    ${warning}`);
  const warned = `
conversation warned "Refund" start=-10m
  turn t-warned "What is the refund policy?"
    llm.start model=gpt-5
    ${warning}
    llm.final in=1 out=1
`;
  recordScenario(store, broken + warned);
  expect(
    store.reader.sqlite
      .prepare(
        `SELECT c.conv_id, c.error_count, c.last_error_code,
           (SELECT group_concat(severity ORDER BY occurred_at_ms) FROM errors e WHERE e.conv_id = c.conv_id) AS severities
         FROM conversations c ORDER BY c.conv_id`,
      )
      .raw()
      .all(),
  ).toEqual([
    ["warned", 1n, "transport.frame_gap", "warning"],
    ["worse", 2n, "tool.timeout", "error,warning"],
  ]);
});
