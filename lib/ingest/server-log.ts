import type { Envelope } from "@/lib/domain/envelope";
import { asText } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { baseName } from "./file-names";
import { isPanicHeader, PanicLines, readPanic } from "./go-panic";
import { LogCorrelation } from "./log-keys";
import { LogMiddleware } from "./log-middleware";
import { LogRequests } from "./log-requests";
import { LogSockets } from "./log-sockets";
import { readLogEnvelope, readTextLogLine, type LogLine } from "./log-line";
import { Occurrences } from "./occurrences";
import { readJson, textOf } from "./read-json";
import { contentKey, undecodableEnvelope } from "./undecodable";

/** Lines of a server's log: JSON, console form, Go's own logger, panics with their stacks. */
export const createServerLogDecoder: LineDecoderFactory = (context) => new ServerLogDecoder(context);

/**
 * Decodes log lines. A line has no id: its content and, where it has no time, the timed line before it
 * identify it, so that a log that has grown adds only what is new. A panic with its stack is one envelope.
 */
class ServerLogDecoder implements LineDecoder {
  private readonly seen = new Occurrences();
  private readonly correlation: LogCorrelation;
  private readonly middleware = new LogMiddleware();
  private readonly requests = new LogRequests();
  private readonly sockets: LogSockets;
  private panic: PanicLines | undefined;
  /** Key of the newest line with a time. */
  private anchor = "";
  private lastTime: number | undefined;
  private processKey: string | undefined;

  constructor(private readonly context: DecodeContext) {
    this.correlation = new LogCorrelation(context);
    this.sockets = new LogSockets((conv_id) => context.folder?.captured?.has(conv_id) === true);
  }

  decode(bytes: Uint8Array, number: number): readonly Envelope[] {
    const text = textOf(bytes);
    if (text !== undefined && this.panic?.take(bytes, text, number) === true) return [];
    const before = this.end();
    if (text === undefined)
      return [
        ...before,
        undecodableEnvelope(this.context, { line: number, bytes, fault: "not UTF-8" }, this.seen),
      ];
    if (isPanicHeader(text)) {
      this.panic = new PanicLines(bytes, number);
      return before;
    }
    return [...before, this.line(bytes, number)];
  }

  end(): readonly Envelope[] {
    const { panic } = this;
    this.panic = undefined;
    return panic === undefined ? [] : [this.panicEnvelope(panic)];
  }

  private line(bytes: Uint8Array, number: number): Envelope {
    const line = readLogEnvelope(bytes);
    if (line !== undefined) return this.envelope(line, bytes, number);
    const reading = readJson(bytes);
    const fault = reading.ok ? "no object" : reading.fault;
    return undecodableEnvelope(this.context, { line: number, bytes, fault }, this.seen);
  }

  private envelope(line: LogLine, bytes: Uint8Array, number: number): Envelope {
    const isProblem =
      line.level === "warn" || line.level === "error" || line.level === "fatal" || line.level === "panic";
    const keys = this.correlation.keysOf(line.fields, isProblem);
    const identity = this.identity(bytes, line.occurred_at_ms);
    return {
      kind: "envelope",
      line: number,
      bytes,
      class: "log",
      dialect: "log",
      type: `log.${line.level}`,
      stream: `log:${baseName(this.context.name)}`,
      identity,
      ...keys,
      regime: "none",
      occurred_at_ms: line.occurred_at_ms,
      source_path: this.context.source_path,
      decode_status: "ok",
      data: line.fields,
      records: [
        ...this.processRecords(line),
        ...this.middleware.take(line, keys),
        ...this.requests.take(line, keys, identity),
        ...this.sockets.take(line, keys),
      ],
    };
  }

  private panicEnvelope(panic: PanicLines): Envelope {
    const { bytes } = panic;
    const text = Buffer.from(bytes).toString("utf8");
    const said = readPanic(text);
    const own = readTextLogLine(text).occurred_at_ms;
    const occurred_at_ms = own ?? this.lastTime;
    const identity = this.identity(bytes, own);
    const panic_id = `panic-${contentKey(Buffer.from(identity))}`;
    const keys = this.correlation.keysOf({}, true);
    const { conv_id, key_origins } = keys;
    const time = { occurred_at_ms: occurred_at_ms ?? null };
    const records: RecordChange[] = [
      {
        set: "panics",
        row: {
          panic_id,
          process_key: this.processKey ?? null,
          conv_id: conv_id ?? null,
          message: said.message,
          stack: said.stack,
          recovered: said.recovered,
          ...time,
        },
      },
    ];
    // The connection of a panicking handler closes without an answer.
    if (said.recovered) {
      records.push({
        set: "http_requests",
        row: {
          http_id: `http-${panic_id}`,
          conv_id: conv_id ?? null,
          direction: "inbound",
          error_text: said.message,
          ...time,
        },
      });
    }
    return {
      kind: "envelope",
      line: panic.firstLine,
      bytes,
      class: "log",
      dialect: "log",
      type: "log.panic",
      stream: `log:${baseName(this.context.name)}`,
      identity,
      event_id: panic_id,
      conv_id,
      key_origins,
      regime: "none",
      occurred_at_ms,
      source_path: this.context.source_path,
      decode_status: "ok",
      data: { level: "panic", ...said },
      records,
    };
  }

  private identity(bytes: Uint8Array, time: number | undefined): string {
    const content = contentKey(bytes);
    if (time !== undefined) {
      this.anchor = content;
      this.lastTime = time;
    }
    const key = time === undefined ? `${this.anchor}|${content}` : content;
    return `${key}|${String(this.seen.next(key))}`;
  }

  /** The process that writes the log, from the lines in which it says that it starts and ends. */
  private processRecords(line: LogLine): readonly RecordChange[] {
    const { occurred_at_ms } = line;
    if (occurred_at_ms === undefined) return [];
    if (line.message === "starting web-chat server") {
      this.processKey = `web-chat ${asText(line.fields["addr"]) ?? ""} ${String(occurred_at_ms)}`;
      return [
        {
          set: "processes",
          row: { process_key: this.processKey, started_at_ms: occurred_at_ms, occurred_at_ms },
        },
      ];
    }
    if (line.message !== "server shutdown complete" || this.processKey === undefined) return [];
    return [
      {
        set: "processes",
        row: { process_key: this.processKey, stopped_at_ms: occurred_at_ms, occurred_at_ms },
      },
    ];
  }
}
