import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ForeignItem } from "@/lib/domain/foreign/rows";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { openForeign, openForeignBytes, snapshotForeign, type ForeignDatabase } from "./open-foreign";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "grillo-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const timelineSchema = `
  CREATE TABLE timeline_versions (conv_id TEXT PRIMARY KEY, version INTEGER NOT NULL);
  CREATE TABLE timeline_entities (conv_id TEXT NOT NULL, entity_id TEXT NOT NULL, kind TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, version INTEGER NOT NULL, entity_json TEXT NOT NULL,
    PRIMARY KEY (conv_id, entity_id));`;
const turnsSchema = `
  CREATE TABLE turns (conv_id TEXT, session_id TEXT, turn_id TEXT, phase TEXT, created_at_ms INTEGER, payload TEXT,
    PRIMARY KEY (conv_id, session_id, turn_id, phase, created_at_ms));`;

function create(name: string, sql: string): string {
  const path = join(folder, name);
  const sqlite = new Database(path);
  sqlite.exec(sql);
  sqlite.close();
  return path;
}

function itemsOf(database: ForeignDatabase): ForeignItem[] {
  try {
    return [...database.rows()];
  } finally {
    database.close();
  }
}

function contents(path: string): string {
  return readdirSync(path)
    .sort()
    .map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(readFileSync(join(path, name)))
          .digest("hex")}`,
    )
    .join("\n");
}

/** Code of the console's own error that a call throws. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof ConsoleError ? error.code : String(error);
  }
  return "no error";
}

/** A database whose rows stand only in its `-wal`, as a killed writer leaves them. */
function killed(): string {
  const source = join(folder, "writer.db");
  const writer = new Database(source);
  writer.pragma("journal_mode = WAL");
  writer.exec(turnsSchema);
  writer.exec("INSERT INTO turns VALUES ('c', 's', 't', 'final', 1, 'blocks: []')");
  const live = join(folder, "live");
  mkdirSync(live);
  copyFileSync(source, join(live, "turns.db"));
  copyFileSync(`${source}-wal`, join(live, "turns.db-wal"));
  writer.close();
  return join(live, "turns.db");
}

describe("openForeign", () => {
  it("sees rows that stand only in the -wal and leaves the folder byte for byte as it was", () => {
    const path = killed();
    const before = contents(join(folder, "live"));
    expect(itemsOf(openForeign(path))).toMatchObject([
      { kind: "row", table: "turns", values: { turn_id: "t", created_at_ms: 1n } },
    ]);
    expect(contents(join(folder, "live"))).toBe(before);
  });

  it("leaves nothing in the scratch folder, whether it opened or refused", () => {
    const scratch = join(folder, "scratch");
    mkdirSync(scratch);
    itemsOf(openForeign(killed(), { scratch }));
    const other = create("other.db", "CREATE TABLE notes (id INTEGER)");
    expect(codeOf(() => openForeign(other, { scratch }))).toBe("format-not-recognised");
    expect(readdirSync(scratch)).toEqual([]);
  });

  it("tells stores by their columns, several in one file included, and reads them all", () => {
    const path = create(
      "whatever.sqlite",
      `${timelineSchema}${turnsSchema} CREATE TABLE extra (conv_id TEXT);
      INSERT INTO timeline_versions VALUES ('c', 1771453377700000001);
      INSERT INTO turns VALUES ('c', 's', 't', 'final', 1, 'blocks: []'); INSERT INTO extra VALUES ('c')`,
    );
    const database = openForeign(path);
    expect(database.stores).toEqual({
      timeline: true,
      modes: false,
      reconcile: false,
      analysis: false,
      turns: "T1",
      hydration: undefined,
      other_tables: ["extra"],
    });
    expect(itemsOf(database).map((item) => (item.kind === "row" ? [item.table, item.values] : item))).toEqual(
      [
        ["timeline_versions", { conv_id: "c", version: 1771453377700000001n }],
        [
          "turns",
          {
            conv_id: "c",
            session_id: "s",
            turn_id: "t",
            phase: "final",
            created_at_ms: 1n,
            payload: "blocks: []",
          },
        ],
        ["extra", { conv_id: "c" }],
      ],
    );
  });

  it.each([
    ["T0", "CREATE TABLE turns (conv_id, run_id, turn_id, phase, created_at_ms, payload)"],
    ["T1", "CREATE TABLE turns (conv_id, session_id, turn_id, phase, created_at_ms, payload)"],
    [
      "T2",
      "CREATE TABLE turns (conv_id, session_id, turn_id, turn_metadata_json); CREATE TABLE turn_snapshots (conv_id, payload)",
    ],
    ["T3", "CREATE TABLE turns (conv_id, session_id, turn_id, turn_metadata_json)"],
    ["T3-hybrid", "CREATE TABLE turns (conv_id, session_id, turn_id, payload, turn_metadata_json)"],
    [
      "T4",
      "CREATE TABLE turns (conv_id, session_id, turn_id, turn_metadata_json, runtime_key, inference_id)",
    ],
  ])("tells turns generation %s", (variant, sql) => {
    const database = openForeign(create("a.db", sql));
    expect(database.stores.turns).toBe(variant);
    database.close();
  });

  it.each([
    ["snapshot_ordinal", "CREATE TABLE sessionstream_sessions (session_id, snapshot_ordinal)"],
    [
      "cursor",
      "CREATE TABLE sessionstream_sessions (session_id, cursor); CREATE TABLE sessionstream_entities (session_id, kind, entity_id, payload_json); INSERT INTO sessionstream_entities VALUES ('s', 'ChatMessage', 'm', '{}')",
    ],
    [
      "evtstream",
      "CREATE TABLE evtstream_sessions (session_id, cursor); CREATE TABLE evtstream_entities (session_id, kind, entity_id, payload_json); INSERT INTO evtstream_entities VALUES ('s', 'ChatMessage', 'm', '{}')",
    ],
  ])("tells and reads hydration generation %s", (variant, sql) => {
    const database = openForeign(create("a.db", sql));
    expect(database.stores.hydration).toBe(variant);
    expect(itemsOf(database).filter(({ kind }) => kind === "unreadable")).toEqual([]);
  });

  it("reads a database that another connection holds locked", () => {
    const path = create("a.db", `${turnsSchema} INSERT INTO turns VALUES ('c', 's', 't', 'final', 1, '')`);
    const holder = new Database(path);
    holder.exec("BEGIN EXCLUSIVE; UPDATE turns SET payload = 'not committed'");
    expect(itemsOf(openForeign(path))).toMatchObject([{ values: { payload: "" } }]);
    holder.exec("ROLLBACK");
    holder.close();
  });

  it("reads what a damaged file still gives and names the table that it does not", () => {
    const path = create("a.db", `PRAGMA page_size = 1024; ${timelineSchema}`);
    const sqlite = new Database(path);
    const insert = sqlite.prepare("INSERT INTO timeline_entities VALUES ('c', ?, 'message', 1, 1, 1, ?)");
    for (let i = 0; i < 200; i += 1) insert.run(`e${String(i)}`, "x".repeat(300));
    sqlite.exec("INSERT INTO timeline_versions VALUES ('c', 7)");
    sqlite.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, bytes.length - 20 * 1024, bytes.length - 8 * 1024);
    writeFileSync(path, bytes);
    const items = itemsOf(openForeign(path));
    expect(items.find(({ table }) => table === "timeline_versions")).toMatchObject({
      kind: "row",
      values: { version: 7n },
    });
    expect(items.at(-1)).toMatchObject({ kind: "unreadable", table: "timeline_entities" });
  });

  it("refuses by name what it cannot read", () => {
    const whole = create(
      "whole.db",
      `${turnsSchema} INSERT INTO turns VALUES ('c', 's', 't', 'final', 1, '${"x".repeat(20_000)}')`,
    );
    const cut = join(folder, "cut.db");
    copyFileSync(whole, cut);
    truncateSync(cut, 8_192);
    const textFile = join(folder, "text.db");
    writeFileSync(textFile, "these are not the rows you are looking for\n".repeat(50));
    const empty = join(folder, "empty.db");
    writeFileSync(empty, "");
    const noSchema = join(folder, "no-schema.db");
    writeFileSync(
      noSchema,
      Buffer.concat([readFileSync(whole).subarray(0, 100), Buffer.alloc(40_000, 0xff)]),
    );
    expect(codeOf(() => openForeign(cut))).toBe("file-damaged");
    expect(codeOf(() => openForeign(noSchema))).toBe("file-damaged");
    expect(codeOf(() => openForeign(textFile))).toBe("format-not-recognised");
    expect(codeOf(() => openForeign(empty))).toBe("format-not-recognised");
    expect(codeOf(() => openForeign(create("other.db", "CREATE TABLE notes (id INTEGER)")))).toBe(
      "format-not-recognised",
    );
    expect(codeOf(() => openForeign(folder))).toBe("format-not-recognised");
    expect(codeOf(() => openForeign(join(folder, "none.db")))).toBe("file-not-found");
    expect(() => openForeign(cut)).toThrow(/cut\.db is cut short/);
  });
});

describe("snapshotForeign", () => {
  it("writes one file with the rows of the -wal in it, and changes nothing at the source", () => {
    const path = killed();
    const before = contents(join(folder, "live"));
    const target = join(folder, "snapshot.db");
    snapshotForeign(path, target);
    expect(itemsOf(openForeignBytes(readFileSync(target), "turns.db"))).toMatchObject([
      { values: { turn_id: "t" } },
    ]);
    expect(existsSync(`${target}-wal`)).toBe(false);
    expect(contents(join(folder, "live"))).toBe(before);
  });
});

describe("openForeignBytes", () => {
  it("reads a database in WAL mode that came without its -wal", () => {
    const path = create(
      "a.db",
      `PRAGMA journal_mode = WAL; ${turnsSchema} INSERT INTO turns VALUES ('c', 's', 't', 'final', 1, '')`,
    );
    const bytes = readFileSync(path);
    expect(itemsOf(openForeignBytes(bytes, "a.db"))).toHaveLength(1);
    expect(bytes.equals(readFileSync(path))).toBe(true);
  });

  it("says where the rows are when they all stand in the -wal", () => {
    expect(() => openForeignBytes(readFileSync(killed()), "turns.db")).toThrow(/turns\.db-wal/);
  });

  it("refuses garbage and cut bytes as it does for files", () => {
    const bytes = readFileSync(create("a.db", turnsSchema));
    expect(codeOf(() => openForeignBytes(bytes.subarray(0, 5_000), "a.db"))).toBe("file-damaged");
    expect(codeOf(() => openForeignBytes(bytes.subarray(0, 50), "a.db"))).toBe("file-damaged");
    expect(codeOf(() => openForeignBytes(Buffer.from("hello"), "a.db"))).toBe("format-not-recognised");
  });
});

describe
  .skipIf(!haveSamples)
  .each(["era/kill9-a", "era/rootmount-a", "era/deadlock-a", "head-20260813/kill9-a"])(
  "%s, left with its -wal",
  (scenario) => {
    it("is read and left as it was", () => {
      const source = samplesPath("pinocchio-runs", scenario);
      const before = contents(source);
      for (const name of ["timeline.db", "turns.db"]) {
        expect(itemsOf(openForeign(join(source, name))).length).toBeGreaterThan(3);
        snapshotForeign(join(source, name), join(folder, name));
      }
      expect(contents(source)).toBe(before);
    });
  },
);
