import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { judgeFailures, plannedScenarios } from "@/lib/testing/planned-failures";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { openForReading, type ReadStore } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { importPaths, type FileResult } from "./import";

const counts = z.record(z.string(), z.number());
const measuredSchema = z.object({
  "timeline.db": z
    .object({
      entities_per_conversation: counts.optional(),
      events_per_session: counts.optional(),
      events_by_name: counts.optional(),
    })
    .optional(),
  "turns.db": z
    .object({ turns_per_conversation: counts, snapshots_by_phase: counts, sessions_per_conversation: counts })
    .optional(),
  frames: z
    .object({
      total: z.number(),
      by_type: counts,
      per_file: z.record(z.string(), z.object({ frames: z.number() })),
    })
    .optional(),
  redis_streams: z.record(z.string(), z.unknown()).optional(),
});

/** Scenarios that take seconds, not minutes; `scale-a` of both generations is imported by the large suite. */
const scenarios = haveSamples
  ? readdirSync(samplesPath("pinocchio-runs"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) =>
        readdirSync(samplesPath("pinocchio-runs", name)).map((scenario) => `${name}/${scenario}`),
      )
      .filter((name) => process.env["GRILLO_LARGE"] === "1" || !name.includes("scale-a"))
  : [];

describe.skipIf(!haveSamples)("importing a recorded server", () => {
  describe.each(scenarios)("%s", (scenario) => {
    const folder = samplesPath("pinocchio-runs", ...scenario.split("/"));
    let data: string;
    let first: readonly FileResult[];
    let store: ReadStore;
    beforeAll(async () => {
      data = mkdtempSync(join(tmpdir(), "grillo-test-"));
      first = await importPaths([folder], { data }, () => undefined);
      store = openForReading(storePath(data));
    });
    afterAll(() => {
      store.sqlite.close();
      rmSync(data, { recursive: true });
    });

    test("nothing is lost and the counts are those measured", () => {
      const measured = measuredSchema.parse(JSON.parse(readFileSync(join(folder, "measured.json"), "utf8")));
      expect(first.filter(({ format }) => format === null)).toEqual([]);
      for (const file of first)
        expect({ path: file.path, sum: sumOf(file) }).toEqual({ path: file.path, sum: file.received });
      expect(first.filter(({ conflict, rejected }) => conflict + rejected > 0)).toEqual([]);
      for (const [name, { frames }] of Object.entries(measured.frames?.per_file ?? {})) {
        expect({ name, frames: framesOf(first, name) }).toEqual({ name, frames });
      }

      const timeline = measured["timeline.db"];
      const turns = measured["turns.db"];
      if (timeline?.entities_per_conversation !== undefined) {
        expect(
          grouped(store, "SELECT conv_id, count(*) FROM entities WHERE origin = 'stored' GROUP BY 1"),
        ).toMatchObject(timeline.entities_per_conversation);
      }
      if (timeline?.events_per_session !== undefined) {
        expect(grouped(store, databaseEvents("c.conv_id"))).toEqual(timeline.events_per_session);
        expect(grouped(store, databaseEvents("t.name"))).toEqual(timeline.events_by_name);
      }
      if (turns !== undefined) {
        expect(
          grouped(store, "SELECT conv_id, count(DISTINCT turn_id) FROM turn_snapshots GROUP BY 1"),
        ).toEqual(turns.turns_per_conversation);
        expect(grouped(store, "SELECT phase, count(*) FROM turn_snapshots GROUP BY 1")).toEqual(
          turns.snapshots_by_phase,
        );
      }
    });

    if (plannedScenarios.includes(scenario)) {
      test("what was made to fail failed, once and in the right class; what went well is not accused", () => {
        const { panics, panics_planned, ...differences } = judgeFailures(store, scenario);
        expect(differences).toEqual({ missing: [], accused: [], ended_twice: [] });
        expect(panics).toBe(panics_planned);
      });
    }

    test("imported again, nothing of it is stored twice", async () => {
      const second = await importPaths([folder], { data }, () => undefined);
      expect(second.filter(({ stored, conflict, rejected }) => stored + conflict + rejected > 0)).toEqual([]);
    });
  });
});

const databaseEvents = (column: string): string =>
  `SELECT ${column}, count(*) FROM events e JOIN conversation_keys c ON c.conv_key = e.conv_key
   JOIN event_types t ON t.type_key = e.type_key
   WHERE e.class = 0 AND e.source_path = 7 GROUP BY 1`;

function sumOf({ stored, duplicate, conflict, rejected }: FileResult): number {
  return stored + duplicate + conflict + rejected;
}

/** Frames of a capture: all its items but the close line. */
function framesOf(files: readonly FileResult[], name: string): number | undefined {
  const file = files.find(({ path }) => path.replace(/\.gz$/, "").endsWith(`/${name}`));
  if (file === undefined) return undefined;
  const hasClose = lastLine(file.path).includes('"close"');
  return hasClose ? file.received - 1 : file.received;
}

function lastLine(path: string): string {
  // Compressed captures end with a close line as well: all of them were recorded to their end.
  if (path.endsWith(".gz")) return '"close"';
  return readFileSync(path, "utf8").trimEnd().split("\n").at(-1) ?? "";
}

function grouped(store: ReadStore, sql: string): Record<string, number> {
  const rows = store.sqlite.prepare(sql).raw().all() as [string, bigint][];
  return Object.fromEntries(rows.map(([key, count]) => [key, Number(count)]));
}
