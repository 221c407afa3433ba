import { join } from "node:path";
import type { Finding } from "@/db/event-log/examine-store";
import type { Salvage } from "@/db/salvage/salvage-store";
import { print, printJson } from "./output";

/** File in the new folder for envelopes that the log no longer knows. */
export const unindexedName = "unindexed.ndjson";

/** Damaged envelopes that are named line by line; `--json` names all. */
const namedLimit = 20;
/** Ranges of lost ordinals are cut after so many characters. */
const rangesLimit = 500;

/** Whether nothing was damaged or lost on the way. */
export function isLossless({ envelopes, records, lost_names }: Salvage): boolean {
  const { damaged, unindexed, lost, lost_conflicts } = envelopes;
  const rows = records.reduce((sum, table) => sum + table.damaged + table.lost, 0);
  return damaged.length + unindexed + lost + lost_conflicts.length + lost_names + rows === 0;
}

/** Tells of a salvage in lines: counts first, then every damaged thing by name. */
export function printSalvage(salvage: Salvage, findings: readonly Finding[], folder: string): void {
  const { envelopes, records, lost_names, pages } = salvage;
  const { salvaged, damaged, unindexed, lost, lost_ordinals, lost_conflicts } = envelopes;
  print(
    `envelopes: ${String(salvaged)} salvaged (every hash checked), ${String(damaged.length)} damaged, ${String(lost)} lost`,
  );
  for (const { ordinal, conv_id, stream, type } of damaged.slice(0, namedLimit))
    print(
      `  damaged: event ${String(ordinal)} (conversation ${conv_id ?? "none"}, stream ${stream ?? "unknown"}, type ${type ?? "unknown"})`,
    );
  if (damaged.length > namedLimit)
    print(`  and ${String(damaged.length - namedLimit)} more; --json names all`);
  if (lost > 0) print(`  lost: events ${shortened(lost_ordinals)}`);
  if (unindexed > 0)
    print(`  ${String(unindexed)} more without their index row, unproven: ${join(folder, unindexedName)}`);
  for (const id of lost_conflicts) print(`  lost: the other side of conflict ${id}`);
  const rows = (count: (table: Salvage["records"][number]) => number): string =>
    String(records.reduce((sum, table) => sum + count(table), 0));
  print(
    `records: ${rows((table) => table.salvaged)} salvaged, ${rows((table) => table.damaged)} damaged, ${rows((table) => table.lost)} lost`,
  );
  for (const { table, damaged: broken, lost: gone, keys } of records)
    if (broken + gone > 0)
      print(
        `  ${table}: ${String(broken)} damaged, ${String(gone)} lost${keys.length > 0 ? `: ${keys.join(", ")}` : ""}`,
      );
  if (lost_names > 0) print(`names: ${String(lost_names)} lost; they begin with lost-`);
  print(
    `pages: ${String(pages.total)}, of which ${String(pages.damaged)} damaged, ${String(pages.unowned)} of unknown tables${pages.has_header ? "" : "; the file has no header"}`,
  );
  for (const { check, detail } of findings) print(`FAULT in the new store, ${check}: ${detail}`);
  print(`${folder}  holds what was salvaged; conversations were analysed again`);
}

function shortened(ranges: string): string {
  if (ranges.length <= rangesLimit) return ranges;
  return `${ranges.slice(0, ranges.lastIndexOf(",", rangesLimit))} and more; --json names all`;
}

/** The same as one document. */
export function printSalvageJson(salvage: Salvage, findings: readonly Finding[], folder: string): void {
  const { envelopes, records, lost_names, pages } = salvage;
  printJson({
    path: folder,
    lossless: isLossless(salvage),
    envelopes: {
      ...envelopes,
      damaged: envelopes.damaged.map(({ ordinal, conv_id, source, stream, type, detail }) => ({
        ordinal: String(ordinal),
        conv_id,
        source,
        stream,
        type,
        detail,
      })),
      lost_conflicts: [...envelopes.lost_conflicts],
    },
    records: records.map((table) => ({ ...table, keys: [...table.keys] })),
    lost_names,
    pages: { ...pages },
    faults: findings.map((finding) => ({ ...finding })),
  });
}
