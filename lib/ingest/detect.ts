import { parse as parseYaml } from "yaml";
import type { JsonValue } from "@/lib/domain/model/field";
import { databaseFormat } from "./detect-database";
import { documentFormat, type Detected } from "./detect-document";
import { formatOfLine, formatOfText } from "./detect-line";
import { baseName } from "./file-names";
import type { FormatId } from "./format";
import { readPrefix } from "./json-prefix";

export type { Detected } from "./detect-document";

/** Bytes at the start of a file that detection looks at. */
export const detectionBytes = 256 * 1024;
/** Lines that vote on a line format. */
const votingLines = 50;

/**
 * Format of a file by its content: `head` is its start with gzip removed. The name only helps where content
 * cannot tell (an empty database file). Undefined for a file that matches nothing.
 */
export function detectFormat(head: Uint8Array, name: string): FormatId | undefined {
  return detect(head, name)?.format;
}

/** As `detectFormat`, with the reason for which a reference document is recognised and not read. */
export function detect(head: Uint8Array, name: string): Detected | undefined {
  const binary = databaseFormat(head, baseName(name));
  if (binary !== undefined) return binary;
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, detectionBytes))
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (text.trim() === "") return { format: "reference-document", reason: "empty file" };
  if (text.includes("\u0000")) return undefined;
  return jsonFormat(text) ?? longExchange(text, name) ?? textFormat(text) ?? yamlFormat(text);
}

/** One JSON document, or lines of JSON. */
function jsonFormat(text: string): Detected | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  const values = readPrefix(text, 2);
  const [first, second] = values;
  if (first === undefined) return undefined;
  const document = second === undefined ? documentFormat(first.value) : undefined;
  return document ?? lineFormat(text);
}

/** A runner writes bodies and objects before what tells the file: of a long one the head shows nothing else. */
function longExchange(text: string, name: string): Detected | undefined {
  const isLong = text.length >= detectionBytes / 4 && /^\s*\{\s*"(?:body|object)"\s*:/.test(text);
  return isLong && /^turn-\d+-(?:http-|provider-).+\.json$/.test(baseName(name))
    ? { format: "run-exchange" }
    : undefined;
}

function lineFormat(text: string): Detected | undefined {
  const votes = new Map<FormatId, number>();
  for (const line of firstLines(text)) {
    const value = readPrefix(line, 1)[0]?.value;
    const format = value === undefined ? formatOfText(line) : formatOfLine(value);
    if (format !== undefined) votes.set(format, (votes.get(format) ?? 0) + voteOf(line));
  }
  const [winner] = [...votes].sort((a, b) => b[1] - a[1]);
  if (winner === undefined) return undefined;
  return {
    format: winner[0],
    reason: winner[0] === "reference-document" ? "account of what a test driver did" : undefined,
  };
}

/** A close line says that it is a capture, not of what: any frame outvotes it. */
function voteOf(line: string): number {
  return line.includes('"close"') && !line.includes('"raw"') ? 0.001 : 1;
}

function firstLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/, votingLines * 4)
    .filter((line) => line.trim() !== "")
    .slice(0, votingLines);
}

/** Text that is not JSON from its first byte: logs, event streams, answers, configuration. */
function textFormat(text: string): Detected | undefined {
  if (/^\d{13}-\d+\r?\n(?:metadata|payload|_watermill_message_uuid)\r?\n/.test(text))
    return { format: "redis-text" };
  const reason = referenceText(text);
  if (reason !== undefined) return { format: "reference-document", reason };
  const lines = firstLines(text);
  const formats = lines.map(
    (line) =>
      formatOfText(line) ??
      (line.startsWith("{") ? formatOfLine(readPrefix(line, 1)[0]?.value ?? null) : undefined),
  );
  for (const format of [
    "server-log",
    "provider-stream",
    "native-ndjson",
    "sem-ndjson",
    "sem-capture",
  ] as const) {
    const count = formats.filter((candidate) => candidate === format).length;
    if (count > 0 && count * 4 >= lines.length) return { format };
  }
  return undefined;
}

function referenceText(text: string): string | undefined {
  if (/^# E2E Responses Report\r?\n/.test(text)) return "report made from the files beside it";
  if (/^\s*window\.__PINOCCHIO_WEBCHAT_CONFIG__\s*=/.test(text)) return "configuration of a web page";
  if (
    text.length < 200 &&
    /^(?:404 page not found|conversation not found|at least one source is required)/.test(text)
  )
    return "error answer of an API";
  if (/^(?:#.*\r?\n|\s*\r?\n)*(?:pre_inference|post_inference|post_tools|final)\|\d+\|/.test(text))
    return "printed excerpt of turn blocks";
  if (/^(?:#.*\r?\n|\s*\r?\n)*[0-9a-f-]{36}\|[^|\n]+\|[a-z_]+\|\d{4}-\d\d-\d\d /.test(text))
    return "printed excerpt of timeline entities";
  return undefined;
}

function yamlFormat(text: string): Detected | undefined {
  if (!/^(?:#.*\r?\n|---\r?\n|\s*\r?\n)*[A-Za-z_][\w.-]*:(?:\s|$)/.test(text)) return undefined;
  if (isViewerExport(text)) return { format: "event-viewer" };
  const whole = yamlValue(text);
  // A cut-off document is read up to its last complete line.
  const value = whole ?? yamlValue(text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
  return value === undefined ? undefined : documentFormat(value);
}

/** The export of an event viewer by its lines: its indentation may be broken. */
function isViewerExport(text: string): boolean {
  return (
    /^conversationId:/m.test(text) &&
    /^(?:events|entries):/m.test(text) &&
    /^(?:eventCount|exportedAt):|^\s*(?:- )?eventType: /m.test(text)
  );
}

/** A YAML document without tags and anchors of its own types is a JSON value. */
function yamlValue(text: string): JsonValue | undefined {
  try {
    return parseYaml(text, { logLevel: "silent", maxAliasCount: 100 }) as JsonValue;
  } catch {
    // Not YAML: the file matches nothing.
    return undefined;
  }
}
