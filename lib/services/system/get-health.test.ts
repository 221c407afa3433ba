import { expect, test } from "vitest";
import { listUnbalanced } from "@/db/queries/system";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { BundleExports } from "../bundle/bundle-exports";
import type { ConsoleRuntime } from "../store/console-runtime";
import { ImportTracker } from "../store/import-tracker";
import { refusingWriter } from "../store/store-writer";
import { getHealth } from "./get-health";
import { getSystem } from "./get-system";

test("two minutes of one source that are wrong in opposite ways are named, though their sum is right", () => {
  const store = temporaryStore();
  try {
    const put = store.writer.sqlite.prepare(
      "INSERT INTO receipts (source, minute_ms, received, stored, duplicate, conflict, rejected, bytes) VALUES ('agent', ?, ?, 5, 0, 0, 0, 9)",
    );
    put.run(1_800_000_000_000, 6);
    put.run(1_800_000_060_000, 4);
    put.run(1_800_000_120_000, 5);
    const context = { store: store.reader, now: () => 1_800_000_180_000 };
    const { status, checks } = getHealth(context, "test");
    expect({ status, check: checks.find(({ name }) => name === "receipts") }).toEqual({
      status: "degraded",
      check: {
        name: "receipts",
        ok: false,
        detail:
          "Items are unaccounted for: agent in the minute of 2027-01-15T08:01Z, agent in the minute of 2027-01-15T08:00Z.",
      },
    });
    const { storage, receipt_minutes } = getSystem(context);
    expect(storage.balanced).toBe(false);
    expect(receipt_minutes.map(({ minute_ms }) => minute_ms)).toEqual([
      1_800_000_120_000, 1_800_000_060_000, 1_800_000_000_000,
    ]);
    const plans = queryPlansOf(store.reader, () => listUnbalanced(store.reader, 20));
    expect(plans.flatMap(({ steps }) => steps)).toEqual(["SCAN receipts USING INDEX receipts_unbalanced"]);
  } finally {
    store.close();
  }
});

test("where the data is, is told by a console that only this machine can reach", () => {
  const store = temporaryStore();
  try {
    const writer = refusingWriter("only read here", 0);
    const runtime = {
      store: store.reader,
      now: () => 0,
      writer,
      imports: new ImportTracker(writer),
      exports: new BundleExports(new URL("file:///no-thread-is-started"), ""),
      folder: "/srv/secret-place",
      started_at_ms: 0,
    };
    const told = (is_local: boolean) => {
      const context: ConsoleRuntime = { ...runtime, is_local };
      return getHealth(context, "test");
    };
    expect(told(true).data_folder).toBe("/srv/secret-place");
    expect(JSON.stringify(told(false))).not.toContain("secret-place");
  } finally {
    store.close();
  }
});
