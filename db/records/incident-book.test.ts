import { expect, onTestFinished, test } from "vitest";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { IncidentBook } from "./incident-book";

test("an incident is said anew by probes: nothing reads or sorts its failures", () => {
  const store = temporaryStore();
  onTestFinished(() => {
    store.close();
  });
  const plans = queryPlansOf(store.writer, () => new IncidentBook(store.writer.sqlite));
  const steps = plans.find(({ sql }) => sql.includes("INSERT INTO incidents"))?.steps ?? [];
  expect(steps.filter((step) => step.includes("errors_by_incident"))).toHaveLength(5);
  // Ties in time are put in order by identity.
  expect(steps.filter((step) => /SCAN errors|TEMP B-TREE FOR (ORDER|GROUP|DISTINCT)/.test(step))).toEqual([]);
});
