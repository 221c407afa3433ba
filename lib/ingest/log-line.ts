import { asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { isPanicHeader, readPanic } from "./go-panic";
import { readJsonText, textOf } from "./read-json";

/** One line of a server log, in whichever form it was written. */
export interface LogLine {
  /** trace, debug, info, warn, error, fatal or panic; `text` for a line without a level. */
  readonly level: string;
  readonly message: string;
  readonly occurred_at_ms?: number | undefined;
  /** The same with what the line says of parts of a millisecond: steps of a chain take microseconds. */
  readonly exact_at_ms?: number | undefined;
  /** Level, message and all named values, on one level. */
  readonly fields: JsonObject;
}

const shortLevels: Readonly<Record<string, string>> = {
  TRC: "trace",
  DBG: "debug",
  INF: "info",
  WRN: "warn",
  ERR: "error",
  FTL: "fatal",
  PNC: "panic",
  warning: "warn",
};

/** Reads the bytes of a log envelope, one line or a panic with its stack; undefined if they are neither. */
export function readLogEnvelope(bytes: Uint8Array): LogLine | undefined {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  if (isPanicHeader(text)) {
    const said = readPanic(text);
    return {
      level: "panic",
      message: said.message,
      occurred_at_ms: readTextLogLine(text).occurred_at_ms,
      fields: { level: "panic", ...said },
    };
  }
  if (!text.startsWith("{")) return readTextLogLine(text);
  const reading = readJsonText(text, bytes);
  return reading.ok ? readJsonLogLine(reading.value) : undefined;
}

/** Reads a JSON log line: zerolog's flat form, or a parsed line with its values under `kv`. */
export function readJsonLogLine(value: JsonValue): LogLine | undefined {
  const line = asObject(value);
  if (line === undefined) return undefined;
  const { kv, ...own } = line;
  const level = levelOf(asText(own["level"]) ?? "text");
  const message = asText(own["message"]) ?? asText(own["msg"]) ?? asText(own["error"]) ?? "";
  return {
    level,
    message,
    ...timesOf(own["time"] ?? own["ts"] ?? own["timestamp"] ?? own["@timestamp"]),
    fields: { ...asObject(kv), ...own, level, message },
  };
}

/** `[ n<TAB>]<time> <LVL> <module> > <message> key=value...`, as zerolog writes to a console. */
const consoleLine = /^(?:\s*\d+\t)?(\d{4}-\d\d-\d\dT\S+) (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:(\S+) > )?(.*)$/s;
/** `2026/11/23 14:50:41 <message>`, as Go's own logger writes. */
const goLine = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? (.*)$/s;

/** Reads a line of text; a line in no known form is its own message. */
export function readTextLogLine(text: string): LogLine {
  const console = consoleLine.exec(text);
  if (console !== null) {
    const [, time = "", short = "", module, rest = ""] = console;
    const { message, values } = splitValues(rest);
    const level = levelOf(short);
    const fields: JsonObject = {
      ...values,
      level,
      message,
      time,
      ...(module === undefined ? {} : { module }),
    };
    return { level, message, ...timesOf(time), fields };
  }
  const go = goLine.exec(text);
  if (go === null) return { level: "text", message: text, fields: { message: text } };
  const [, year = "", month = "", day = "", clock = "", message = ""] = go;
  // The zone is not written; servers run on UTC.
  return {
    level: "text",
    message,
    occurred_at_ms: timeOf(`${year}-${month}-${day}T${clock}Z`),
    fields: { message },
  };
}

/** Start of a `key=` in a console line. */
const valueStart = /(?:^| )([A-Za-z_][\w.-]*)=/g;

/** Parts a console line into its message and `key=value` pairs; quoted values may hold spaces and keys. */
function splitValues(rest: string): { readonly message: string; readonly values: JsonObject } {
  const values: [string, JsonValue][] = [];
  valueStart.lastIndex = 0;
  let match = valueStart.exec(rest);
  const message = rest.slice(0, match?.index ?? rest.length).trim();
  while (match !== null) {
    const [whole, key = ""] = match;
    const start = match.index + whole.length;
    const quoted = rest[start] === '"' ? quotedEnd(rest, start) : start;
    valueStart.lastIndex = quoted;
    match = valueStart.exec(rest);
    values.push([key, unquoted(rest.slice(start, match?.index ?? rest.length))]);
  }
  return { message, values: Object.fromEntries(values) };
}

/** Index behind the quote that closes the value opening at `start`; `start` if none does. */
function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return start;
}

function unquoted(value: string): string {
  const inner = /^"(.*)"$/s.exec(value)?.[1];
  return inner === undefined
    ? value
    : inner.replace(/\\(["\\n])/g, (_whole, escaped: string) => (escaped === "n" ? "\n" : escaped));
}

function levelOf(level: string): string {
  return shortLevels[level] ?? level.toLowerCase();
}

function timesOf(value: JsonValue | undefined): Pick<LogLine, "occurred_at_ms" | "exact_at_ms"> {
  const occurred_at_ms = timeOf(value);
  const rest = typeof value === "string" ? /T\d\d:\d\d:\d\d\.\d{3}(\d{1,6})/.exec(value)?.[1] : undefined;
  return {
    occurred_at_ms,
    exact_at_ms:
      occurred_at_ms === undefined || rest === undefined
        ? occurred_at_ms
        : occurred_at_ms + Number(`0.${rest}`),
  };
}

/** Epoch ms of an ISO time, or of Unix seconds or milliseconds. */
function timeOf(value: JsonValue | undefined): number | undefined {
  const number = asNumber(value);
  if (number !== undefined) return Math.floor(number < 1e11 ? number * 1000 : number);
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
