import { readEnvelopeIfWhole } from "@/db/event-log/read-envelope";
import { findSubjects, type SubjectFacts } from "@/db/queries/event-subjects";
import type { StoredEvent } from "@/db/queries/event-rows";
import type { ReadStore } from "@/db/store";
import type { Mark } from "@/lib/contracts/joined";
import { recordRef } from "@/lib/contracts/record-ref";
import { dialects, type Dialect } from "@/lib/domain/envelope";
import { asObject, asText } from "@/lib/domain/json/json-access";
import { decodeStatuses, envelopeClasses } from "@/lib/domain/model/event";
import { readLogEnvelope } from "@/lib/ingest/log-line";
import { chunkOf, readProviderLine, wordsOfChunk } from "@/lib/ingest/provider-chunk";
import { payloadOf } from "@/lib/ingest/reopen-event";
import { described, oneLine, phrase, type Described } from "./described";

/**
 * Envelopes in words. What a message or call says is taken from its own record, without reading the payload; log lines and
 * chunks of providers have no other place than their bytes, nor has what came a moment ago and was not projected yet.
 */
export function describeEvents(store: ReadStore, rows: readonly StoredEvent[]): Described[] {
  const subjects = findSubjects(store, rows);
  return rows.map((row) => {
    const subject = subjects.get(`${row.conv_id ?? ""}/${row.event_id ?? ""}`);
    const isKnown = subject !== undefined || row.event_id === null;
    return describeEvent(row, phrase(ownWords(store, row, isKnown), subjectInWords(subject)));
  });
}

function ownWords(store: ReadStore, row: StoredEvent, isKnown: boolean): string {
  const isLog = envelopeClasses[row.class] === "log";
  const dialect = dialects[row.dialect] ?? "unknown";
  if (!isLog && dialect !== "provider" && isKnown) return "";
  const bytes = readEnvelopeIfWhole(store, row.ordinal);
  if (bytes === undefined) return "";
  if (isLog) return oneLine(readLogEnvelope(bytes)?.message);
  return dialect === "provider" ? oneLine(chunkInWords(bytes)) : oneLine(payloadInWords(dialect, bytes), 100);
}

/** Members in which payloads carry what is said. */
const saidIn = ["content", "text", "cumulative", "delta"] as const;

function payloadInWords(dialect: Dialect, bytes: Buffer): string | undefined {
  const data = asObject(payloadOf(dialect, bytes).data);
  return saidIn.map((member) => asText(data?.[member])).find((words) => words !== undefined);
}

function chunkInWords(bytes: Buffer): string | undefined {
  const line = readProviderLine(bytes);
  return line.kind === "chunk" ? wordsOfChunk(chunkOf(line.chunk)) : undefined;
}

function describeEvent(row: StoredEvent, said: string): Described {
  const status = decodeStatuses[row.decode_status] ?? "failed";
  const type = row.type ?? "unknown";
  return described({
    ref: recordRef("event", row.ordinal),
    kind: "event",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms ?? row.ingested_at_ms,
    title: type,
    summary:
      status === "ok"
        ? phrase(said, row.event_id)
        : phrase(status === "failed" ? "undecodable" : "partly decodable", oneLine(row.decode_error)),
    mark: status === "failed" ? "validation" : markOfType(type, row.class),
    tone: status === "failed" ? "failed" : status === "partial" ? "warning" : null,
    subject: row.event_id,
    byte_length: row.byte_length,
    links:
      row.turn_id === null || row.conv_id === null
        ? []
        : [
            {
              ref: recordRef("turn", row.conv_id, row.turn_id),
              how: row.turn_how === 2 ? "inferred" : row.turn_how === 1 ? "derived" : "explicit",
            },
          ],
  });
}

function subjectInWords(subject: SubjectFacts | undefined): string {
  if (subject === undefined) return "";
  return phrase(subject.tool_name, oneLine(subject.text, 100));
}

/** First word of an event type -> mark; types of no known family are neutral. */
const families: readonly (readonly [RegExp, Mark])[] = [
  [/^(llm|provider|model|inference|reasoning|Chat(Provider|Message|Run|Reasoning))/, "model"],
  [/^(tool|function|ChatToolCall|ChatTool|ChatFrontendTool)/, "tool"],
  [/^(timeline|entity|projection|row\.timeline|row\.sessionstream_entit)/, "projection"],
  [/^(ws|transport|http|socket)/, "transport"],
  [/^(turn|row\.turn|row\.block|middleware|agent|thinking\.mode|ChatAgentMode)/, "turn"],
  [/^(runtime|process|panic)/, "runtime"],
  [/^(storage|row\.)/, "storage"],
];

export function markOfType(type: string, classIndex: number): Mark {
  if (envelopeClasses[classIndex] === "log") return "log";
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? "neutral";
}
