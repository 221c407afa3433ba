import { readEngineVersion, readLastOrdinal, listUnbalanced } from "@/db/queries/system";
import { listUnsettledFailures } from "@/db/records/settle-queue";
import type { Health } from "@/lib/contracts/system";
import type { ServiceContext } from "../service-context";
import { toldFolderOf, writerStateOf } from "../store/console-runtime";

type Check = Health["checks"][number];

/** Version and self-diagnosis: cheap enough to be asked every second. `version` is that of the console. */
export function getHealth(context: ServiceContext, version: string): Health {
  const { store, now } = context;
  const writer = writerStateOf(context);
  const unbalanced = listUnbalanced(store, 20);
  const unsettled = listUnsettledFailures(store);
  const last = readLastOrdinal(store);
  const checks: Check[] = [
    { name: "store", ok: true, detail: "The store answers." },
    {
      name: "receipts",
      ok: unbalanced.length === 0,
      detail:
        unbalanced.length === 0
          ? "Every received item is accounted for, for every source and minute."
          : `Items are unaccounted for: ${unbalanced.map(inWords).join(", ")}.`,
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
    data_folder: toldFolderOf(context) ?? null,
    sqlite_version: readEngineVersion(store),
    now_ms: now(),
    last_ordinal: last === undefined ? null : String(last),
    writer: writer ?? null,
    checks,
  };
}

function inWords({ source, minute_ms }: { readonly source: string; readonly minute_ms: bigint }): string {
  return `${source} in the minute of ${new Date(Number(minute_ms)).toISOString().slice(0, 16)}Z`;
}
