import type { Detected } from "./detect-document";
import type { FormatId } from "./format";

const sqliteMagic = Buffer.from("SQLite format 3\0", "latin1");
/** Media type in the first entry of a replay bundle. */
export const bundleMediaType = "application/vnd.replay-bundle+zip";

/** Format of binary files: SQLite databases by the tables that their schema names, and replay bundles. */
export function databaseFormat(head: Uint8Array, name: string): Detected | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.subarray(0, sqliteMagic.length).equals(sqliteMagic)) return { format: sqliteFormat(bytes, name) };
  if (isZip(bytes)) return isBundle(bytes) ? { format: "bundle" } : undefined;
  if (isSqliteCompanion(bytes))
    return { format: "reference-document", reason: "part of the database beside it" };
  return undefined;
}

/**
 * The schema stands as text in the first pages. A database of several families, or one whose schema is not
 * among them (rows still in the write-ahead log), is left to the reader to tell.
 */
function sqliteFormat(bytes: Buffer, name: string): FormatId {
  const schema = bytes.toString("latin1");
  const families: FormatId[] = [];
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?(?:block_payload_kv|chat_events|agent_mode_changes)\b/i.test(schema))
    return "agent-db";
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?(?:event_log_entries|gpt_log_lines)\b/i.test(schema))
    return "analysis-db";
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?(?:backend_records|frontend_records)\b/i.test(schema))
    return "reconcile-db";
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?timeline_(?:entities|versions)/i.test(schema))
    families.push("timeline-db");
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?(?:turns|turn_snapshots)\b/i.test(schema)) families.push("turns-db");
  if (/CREATE TABLE(?: IF NOT EXISTS)? "?(?:sessionstream|evtstream)_/i.test(schema))
    families.push("sessionstream-db");
  const [only] = families;
  if (only !== undefined && families.length === 1) return only;
  return families.length === 0 && /^turns\b/.test(name) ? "turns-db" : "pinocchio-db";
}

function isZip(bytes: Buffer): boolean {
  return bytes.length >= 30 && bytes.readUInt32LE(0) === 0x04034b50;
}

/** The first entry is `mimetype`, stored without compression, and holds the media type. */
function isBundle(bytes: Buffer): boolean {
  const nameLength = bytes.readUInt16LE(26);
  const start = 30 + nameLength + bytes.readUInt16LE(28);
  return (
    bytes.subarray(30, 30 + nameLength).toString("latin1") === "mimetype" &&
    bytes.subarray(start, start + bundleMediaType.length).toString("latin1") === bundleMediaType
  );
}

/** Write-ahead log and shared memory of a SQLite database. */
function isSqliteCompanion(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const walMagic = bytes.readUInt32BE(0);
  return walMagic === 0x377f0682 || walMagic === 0x377f0683 || bytes.readUInt32LE(0) === 3_007_000;
}
