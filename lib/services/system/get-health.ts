import { readEngineVersion, readLastOrdinal, sumReceipts } from "@/db/queries/system";
import { listUnsettledFailures } from "@/db/records/settle-queue";
import type { Health } from "@/lib/contracts/system";
import type { ServiceContext } from "../service-context";
import { writerStateOf } from "../store/console-runtime";

type Check = Health["checks"][number];

/** Version and self-diagnosis: cheap enough to be asked every second. `version` is that of the console. */
export function getHealth(context: ServiceContext, version: string): Health {
  const { store, now } = context;
  const writer = writerStateOf(context);
  const sums = sumReceipts(store);
  const unbalanced = sums.filter(
    (row) => row.received !== row.stored + row.duplicate + row.conflict + row.rejected,
  );
  const unsettled = listUnsettledFailures(store);
  const last = readLastOrdinal(store);
  const checks: Check[] = [
    { name: "store", ok: true, detail: "The store answers." },
    {
      name: "receipts",
      ok: unbalanced.length === 0,
      detail:
        unbalanced.length === 0
          ? "Every received item is accounted for."
          : `Items of ${unbalanced.map((row) => row.source).join(", ")} are unaccounted for.`,
    },
    {
      name: "analysis",
      ok: unsettled.length === 0,
      detail:
        unsettled.length === 0
          ? "Every conversation could be analysed."
          : `Could not be analysed: ${unsettled.join("; ")}`,
    },
    ...(writer === undefined
      ? []
      : [{ name: "writing", ok: writer.condition === "writing", detail: writer.detail }]),
  ];
  return {
    status: checks.every((check) => check.ok) ? "ok" : "degraded",
    version,
    sqlite_version: readEngineVersion(store),
    now_ms: now(),
    last_ordinal: last === undefined ? null : String(last),
    writer: writer ?? null,
    checks,
  };
}
