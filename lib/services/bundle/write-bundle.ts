import { createHash, hash } from "node:crypto";
import { Zip, ZipPassThrough } from "fflate";
import {
  exportedSets,
  exportEvents,
  exportRows,
  schemaName,
  type ExportedEvent,
} from "@/db/records/conversation-export";
import type { ReadStore } from "@/db/store";
import type { BundleEvent, BundleManifest } from "@/lib/contracts/bundle";
import {
  bundleMediaType,
  bundlePaths,
  bundleRoot,
  bundleSegmentBytes,
  bundleVersion,
  eventFilePath,
  recordFilePath,
  type BundleFile,
} from "@/lib/domain/bundle/bundle-format";
import { lengthPrefix } from "@/lib/domain/bundle/event-records";
import { ConsoleError } from "@/lib/domain/console-error";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { SetName } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import { redactionPolicy } from "@/lib/domain/redaction/redaction-stage";
import { wireFromColumns } from "./record-lines";

interface Entry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Contents {
  readonly entries: readonly Entry[];
  readonly counts: BundleManifest["counts"];
}

const hows = ["explicit", "derived", "inferred"] as const;

/**
 * Writes a replay bundle of conversations, chunk by chunk. The same store content gives the same bytes:
 * entries are ordered, dates are fixed, nothing of the machine goes in. Throws conversation-not-found, or
 * envelope-damaged when a stored envelope fails its hash.
 */
export function* writeBundle(store: ReadStore, convIds: readonly string[]): Generator<Uint8Array> {
  // One state of the store, whatever is written meanwhile.
  const { entries, counts } = store.sqlite.transaction(() => gather(store, convIds)).deferred();
  const files = entries.map(describe);
  const manifest: BundleManifest = {
    format: "replay-bundle",
    format_version: bundleVersion,
    min_reader_version: bundleVersion,
    schema: schemaName(store),
    scope: { conversations: [...convIds].sort() },
    profile: "redacted",
    policy_version: redactionPolicy,
    counts,
    completeness: { state: "complete", reasons: [] },
    hash: "sha-256",
    files,
    root: bundleRoot(files, (text) => hash("sha256", text, "hex")),
  };
  yield* zipped([
    { path: bundlePaths.mimetype, bytes: Buffer.from(bundleMediaType) },
    { path: bundlePaths.manifest, bytes: Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`) },
    ...entries,
  ]);
}

function gather(store: ReadStore, convIds: readonly string[]): Contents {
  const eventFiles = new EventFiles();
  const rows = new Map<SetName, Set<string>>();
  for (const convId of convIds) {
    if (exportRows(store, "conversations", convId).length === 0) {
      throw new ConsoleError("conversation-not-found", `There is no conversation ${convId}.`);
    }
    for (const event of exportEvents(store, convId)) eventFiles.add(event);
    for (const set of exportedSets) addLines(rows, set, exportRows(store, set, convId));
  }
  const records = [...rows].filter(([, lines]) => lines.size > 0);
  return {
    entries: [
      ...eventFiles.entries(),
      ...records.map(([set, lines]) => ({
        path: recordFilePath(set),
        bytes: Buffer.from(`${[...lines].join("\n")}\n`),
      })),
    ],
    counts: {
      events: eventFiles.events,
      bytes: eventFiles.bytes,
      records: Object.fromEntries(records.map(([set, lines]) => [set, lines.size])),
    },
  };
}

/** Blocks and incidents may be shared by conversations; each row goes in once. */
function addLines(
  rows: Map<SetName, Set<string>>,
  set: SetName,
  found: readonly Readonly<Record<string, unknown>>[],
): void {
  const lines = rows.get(set) ?? new Set<string>();
  rows.set(set, lines);
  for (const row of found) lines.add(stringifyExact(wireFromColumns(set, row)));
}

/** Event files of bounded size, with their index. */
class EventFiles {
  events = 0;
  bytes = 0;
  readonly #files: Uint8Array[][] = [];
  readonly #index: string[] = [];
  #size = bundleSegmentBytes;

  add(event: ExportedEvent): void {
    if (this.#size >= bundleSegmentBytes) {
      this.#files.push([]);
      this.#size = 0;
    }
    this.#index.push(stringifyExact(indexLine(event, eventFilePath(this.#files.length), this.#size)));
    const prefix = lengthPrefix(event.bytes.byteLength);
    this.#files.at(-1)?.push(prefix, event.bytes);
    this.#size += prefix.byteLength + event.bytes.byteLength;
    this.events += 1;
    this.bytes += event.bytes.byteLength;
  }

  entries(): readonly Entry[] {
    const files = this.#files.map((parts, i) => ({
      path: eventFilePath(i + 1),
      bytes: Buffer.concat(parts),
    }));
    return [
      ...files,
      { path: bundlePaths.index, bytes: Buffer.from(this.#index.map((line) => `${line}\n`).join("")) },
    ];
  }
}

function indexLine(
  event: ExportedEvent,
  file: string,
  offset: number,
): BundleEvent & Readonly<Record<string, JsonValue>> {
  const { bytes, identity, sha256, ordinal, seq, twin_of, turn_how, ...fields } = event;
  return {
    ...fields,
    ordinal: String(ordinal),
    seq: seq === null ? null : String(seq),
    twin_of: twin_of === null ? null : String(twin_of),
    turn_how: turn_how === null ? null : (hows[turn_how] ?? null),
    identity:
      "id" in identity
        ? identity
        : {
            hash: BigInt.asUintN(64, identity.hash).toString(16).padStart(16, "0"),
            stream: identity.stream,
          },
    file,
    offset,
    byte_length: bytes.byteLength,
    sha256: sha256.toString("hex"),
  };
}

function describe({ path, bytes }: Entry): BundleFile {
  return { path, size: bytes.byteLength, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Bytes handed to the zip at once. */
const chunkBytes = 1 << 20;

function* zipped(entries: readonly Entry[]): Generator<Uint8Array> {
  let out: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    out.push(chunk);
  });
  for (const { path, bytes } of entries) {
    const file = new ZipPassThrough(path);
    // Local components, because that is what the container records: the same everywhere.
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    for (let at = 0; at < bytes.byteLength || at === 0; at += chunkBytes) {
      file.push(bytes.subarray(at, at + chunkBytes), at + chunkBytes >= bytes.byteLength);
      yield* out;
      out = [];
    }
  }
  zip.end();
  yield* out;
}
