import { hash } from "node:crypto";
import { unzipSync } from "fflate";
import {
  bundleEventSchema,
  bundleManifestSchema,
  type BundleEvent,
  type BundleManifest,
} from "@/lib/contracts/bundle";
import {
  bundleMediaType,
  bundlePaths,
  bundleRoot,
  bundleVersion,
  recordFilePath,
} from "@/lib/domain/bundle/bundle-format";
import { envelopeAt } from "@/lib/domain/bundle/event-records";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import { recordSets, type SetName } from "@/lib/domain/model";

/** Limits of a bundle that is read: a small file must not become a huge one. */
const entryLimit = 10_000;
const inflatedLimit = 2 * 1024 * 1024 * 1024;

/** A bundle whose every byte has been checked. */
export interface OpenBundle {
  readonly manifest: BundleManifest;
  /** Envelopes in order, each with its bytes. */
  events(): Iterable<{ readonly event: BundleEvent; readonly bytes: Uint8Array }>;
  /** Rows of one set, in wire form. */
  rows(set: SetName): Iterable<JsonObject>;
}

/** A fault of a bundle, with the file in which it is. */
export interface BundleFault {
  readonly path: string;
  readonly detail: string;
}

export interface BundleVerdict {
  readonly manifest: BundleManifest;
  readonly faults: readonly BundleFault[];
}

/**
 * Opens a bundle and checks it whole: container, list of files, sizes, hashes, root, every envelope, counts.
 * Throws bundle-invalid, naming the first fault, or unsupported-bundle-version.
 */
export function openBundle(bytes: Uint8Array): OpenBundle {
  const files = unpack(bytes);
  const manifest = readManifest(files);
  const [fault] = faultsOf(manifest, files);
  if (fault !== undefined)
    throw new ConsoleError("bundle-invalid", `${fault.path}: ${fault.detail}`, {
      details: { path: fault.path },
    });
  return {
    manifest,
    events: () => eventsOf(files),
    rows: (set) => linesOf(files, recordFilePath(set)),
  };
}

/** Checks a bundle and lists every fault. Needs no store. Throws when it cannot be read as a bundle at all. */
export function verifyBundle(bytes: Uint8Array): BundleVerdict {
  const files = unpack(bytes);
  const manifest = readManifest(files);
  return { manifest, faults: faultsOf(manifest, files) };
}

type Files = ReadonlyMap<string, Uint8Array>;

function unpack(bytes: Uint8Array): Files {
  let entries = 0;
  let size = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        size += originalSize;
        if (entries > entryLimit || size > inflatedLimit)
          throw new ConsoleError("bundle-invalid", "The bundle is larger than this reader allows.");
        if (isUnsafeName(name))
          throw new ConsoleError("bundle-invalid", `The bundle holds an entry with the unsafe name ${name}.`);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause;
    throw new ConsoleError("bundle-invalid", "The file is not a whole zip container.", { cause });
  }
}

function isUnsafeName(name: string): boolean {
  return name.startsWith("/") || name.includes("\\") || name.includes(":") || name.split("/").includes("..");
}

function readManifest(files: Files): BundleManifest {
  const mimetype = files.get(bundlePaths.mimetype);
  if (mimetype === undefined || text(mimetype) !== bundleMediaType) {
    throw new ConsoleError("bundle-invalid", "The file is not a replay bundle: its media type is missing.");
  }
  const bytes = files.get(bundlePaths.manifest);
  if (bytes === undefined) throw new ConsoleError("bundle-invalid", "The bundle has no manifest.");
  const value = asObject(parsed(bytes, bundlePaths.manifest));
  const least = value?.["min_reader_version"];
  if (typeof least === "number" && least > bundleVersion) {
    throw new ConsoleError(
      "unsupported-bundle-version",
      `The bundle needs a reader of version ${String(least)}; this one is ${String(bundleVersion)}.`,
    );
  }
  const manifest = bundleManifestSchema.safeParse(value);
  if (!manifest.success)
    throw new ConsoleError(
      "bundle-invalid",
      `The manifest is not valid: ${manifest.error.issues[0]?.message ?? ""}.`,
    );
  return manifest.data;
}

function faultsOf(manifest: BundleManifest, files: Files): readonly BundleFault[] {
  const faults = [...listFaults(manifest, files)];
  const root = bundleRoot(manifest.files, (value) => hash("sha256", value, "hex"));
  if (root !== manifest.root)
    faults.push({ path: bundlePaths.manifest, detail: "the root does not follow from the listed files" });
  // Contents are looked at only when the files are the listed ones; else every line would be a fault.
  return faults.length > 0 ? faults : [...eventFaults(manifest, files), ...recordFaults(manifest, files)];
}

function* listFaults(manifest: BundleManifest, files: Files): Generator<BundleFault> {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  for (const { path, size, sha256 } of listed.values()) {
    const bytes = files.get(path);
    if (bytes === undefined) yield { path, detail: "is listed and missing" };
    else if (bytes.byteLength !== size)
      yield { path, detail: `has ${String(bytes.byteLength)} bytes instead of ${String(size)}` };
    else if (hash("sha256", bytes, "hex") !== sha256) yield { path, detail: "does not match its SHA-256" };
  }
  for (const path of files.keys()) {
    const isOwn = path === bundlePaths.mimetype || path === bundlePaths.manifest;
    if (!isOwn && !listed.has(path)) yield { path, detail: "is not listed in the manifest" };
  }
}

function* eventFaults(manifest: BundleManifest, files: Files): Generator<BundleFault> {
  let count = 0;
  for (const { event, bytes } of eventsOf(files)) {
    count += 1;
    if (hash("sha256", bytes, "hex") !== event.sha256)
      yield { path: event.file, detail: `event ${event.ordinal} does not match its SHA-256` };
  }
  if (count !== manifest.counts.events)
    yield {
      path: bundlePaths.index,
      detail: `lists ${String(count)} events instead of ${String(manifest.counts.events)}`,
    };
}

function* recordFaults(manifest: BundleManifest, files: Files): Generator<BundleFault> {
  for (const [set, expected] of Object.entries(manifest.counts.records)) {
    const path = recordFilePath(set);
    if (!(set in recordSets)) yield { path, detail: "is a record set that this reader does not know" };
    const found = [...linesOf(files, path)].length;
    if (found !== expected)
      yield { path, detail: `holds ${String(found)} rows instead of ${String(expected)}` };
  }
}

function* eventsOf(files: Files): Generator<{ event: BundleEvent; bytes: Uint8Array }> {
  for (const line of linesOf(files, bundlePaths.index)) {
    const event = bundleEventSchema.parse(line);
    const file = files.get(event.file);
    const envelope = file === undefined ? undefined : envelopeAt(file, event.offset);
    if (envelope === undefined)
      throw new ConsoleError("bundle-invalid", `${event.file} ends before event ${event.ordinal}.`);
    yield { event, bytes: envelope.bytes };
  }
}

function* linesOf(files: Files, path: string): Generator<JsonObject> {
  const bytes = files.get(path);
  if (bytes === undefined) return;
  for (const line of text(bytes).split("\n")) {
    if (line === "") continue;
    const value = asObject(parseExact(line));
    if (value === undefined)
      throw new ConsoleError("bundle-invalid", `${path} holds a line that is no object.`);
    yield value;
  }
}

function parsed(bytes: Uint8Array, path: string) {
  try {
    return parseExact(text(bytes));
  } catch (cause) {
    throw new ConsoleError("bundle-invalid", `${path} is not JSON.`, { cause });
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
