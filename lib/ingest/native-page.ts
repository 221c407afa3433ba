import { recordSets, type SetName } from "@/lib/domain/model";
import type { Field, JsonValue } from "@/lib/domain/model/field";
import { keysAndClocks } from "@/lib/domain/model/keys";
import { nativeExamples } from "./native-examples";
import { headerType, maxIdLength, nativeKeyNames } from "./native-head";
import { childLists, idFieldOf, nativeTypes } from "./native-types";

/** The same item as a CloudEvent in structured mode; the page shows it, a test sends it. */
export const cloudEventExample = {
  specversion: "1.0",
  id: "example-cloud-event",
  source: "/agents/support",
  type: "tool.call.finished",
  time: "2026-11-29T12:00:00Z",
  subject: "conv-1",
  data: { tool_call_id: "t1", tool_name: "find_order" },
} as const;

const intro = `# Ingest

\`POST /api/v1/ingest\` takes lines of JSON (NDJSON), one item a line. \`grillo import\` takes the same lines from
a file. This page is written from the declarations in \`lib/domain/model\` and \`lib/ingest/native-types.ts\`; a
test sends every example line.

    curl --data-binary @lines.ndjson -H 'Content-Type: application/x-ndjson' \\
         -H 'X-Ingest-Source: my-agent' http://127.0.0.1:4477/api/v1/ingest

An answer with status 200 or 207 means that everything counted as accepted is on the disk, synced. It counts
every line as accepted, duplicate, conflict or rejected and lists those that were not simply accepted (all
of them with \`?results=all\`), at most 10,000; \`results_left_out\` tells how many more there would be. Sending a line again is safe: the same \`id\` with the same content is a
duplicate; with other content it is a conflict, the first is kept and the second is listed as an anomaly.
\`GET /api/v1/lookup/{id}\` finds a line by its \`id\` again, and \`GET /api/v1/events/{ordinal}\` gives its SHA-256.
Any text may be an \`id\`; a name and a running number (\`run-1:00017\`) take the least room.

Lines end with LF or CRLF. Blank lines are skipped, a byte order mark is left out. A line that is not JSON
is stored as it came and marked undecodable, since malformed input is evidence too. A line of JSON that
breaks the rules below is rejected with a code, a reason and a JSON pointer to the place.

## The line

| member | rule |
| --- | --- |
| \`id\` | required text of at most ${String(maxIdLength)} characters, unique per source: repeating it is a repeat of the same item |
| \`type\` | required; one of the types below. Any other type is stored and listed as it came, with a warning |
| \`source\` | names the emitter; or once for all lines in the header \`X-Ingest-Source\` |
| \`v\` | optional version of the type, 1 without it. A line of a version that is not known is kept as it came, with a warning |
| \`occurred_at_ms\` | required: epoch milliseconds by the sender's clock; or \`occurred_at_ns\`, nanoseconds as decimal string; or \`occurred_at\`, an RFC 3339 time with its offset |
${nativeKeyNames.map((name) => `| \`${name}\` | optional text${describedKey(name)} |`).join("\n")}
| \`seq\` | optional 64-bit integer, as a number or a decimal string: order inside one stream |
| \`version\` | optional 64-bit integer: projection state |
| \`data\` | object; its members are the fields of the type |
| \`data_base64\` | in the place of \`data\`: its JSON as base64; for \`sem.event\` the bytes of the SEM envelope themselves |
| \`sensitivity\` | optional object: tags by JSON pointer into the line, kept with it |

Keys may also stand among the members of \`data\`; those of the line win. Members of \`data\` that a type does
not know are kept in the raw line and show nowhere else. \`null\` is the same as leaving a member out, and an
absent value never erases one that was stated before: several lines about one record complete each other.

What the sender's clock shows may be told in the header \`X-Sent-At-Ms\`, or by a first line
\`{"type":"${headerType}","sent_at_ms":1795445419018}\`, which counts as none of the lines. The answer says in \`skew_ms\`
how far this console's clock is ahead of it; times are kept as they were sent. \`far_times\` tells how many lines have a time
that is more than a day from this console's clock, which one is the first, and how far off they are at most: mostly a clock
that is not set, or seconds where milliseconds are meant. Of a file only times that are a day ahead, or before 2000, are
counted, under the reason \`time-far-off\`.

\`GET /api/v1/ingest/limits\` tells how much a request may hold. A line that nests too deep is stored as it came
and marked undecodable; one with an object of too many members is stored as it came and states no record.

## The request

The body is \`application/x-ndjson\` (also \`application/ndjson\`, \`application/jsonl\`), or \`application/json\` with one
item or an array of them, which count as lines. It may be compressed: \`Content-Encoding\` gzip, deflate or br; zstd
where the server's Node has it (\`GET /api/v1/ingest/limits\` lists them). It is read as it comes and stored in batches.

    gzip -c lines.ndjson | curl --data-binary @- -H 'Content-Type: application/x-ndjson' \\
         -H 'Content-Encoding: gzip' http://127.0.0.1:4477/api/v1/ingest

| status | when |
| --- | --- |
| 200 | every line was accepted or a duplicate |
| 207 | some were rejected or in conflict; \`results\` lists them |
| 400 | the body is damaged: a compressed stream that is not whole, a document that is not JSON |
| 408 | the body brought less than a kilobyte a second for ten seconds |
| 409 | a request with this \`Idempotency-Key\` is not answered yet |
| 413 | the body is over a limit, which \`limit\` names: as sent, inflated, or in lines; then \`next_line\` is the next to send |
| 415 | another media type or content coding |
| 422 | every line was rejected; or the \`Idempotency-Key\` had another request |
| 503 | the queue is full, or the console is stopping: send again after \`Retry-After\` |
| 507 | the disk is full: send again after \`Retry-After\` |

Failures are problem details (RFC 9457), each code with a page in \`docs/errors\`. One that ends a body half way says
in \`next_line\` from which line on nothing is sure to be stored. All lines before it are durable, so a sender may go on
from there, or send everything again.

    {"type":"/problems/overloaded","status":503,"code":"overloaded","retry_after_ms":1408,"next_line":4001,...}

A whole request may carry an \`Idempotency-Key\` (1 to 255 printable characters). The same request with the same key gets
the first answer again, with the header \`Idempotency-Replayed: true\`, for a day and across restarts; one that was
refused or not whole is carried out when it comes again.

    curl --data-binary @lines.ndjson -H 'Content-Type: application/x-ndjson' \\
         -H 'Idempotency-Key: 6f1c0a4e-1d0f-4a53-9d54-2a7b6f0a6a55' http://127.0.0.1:4477/api/v1/ingest

## CloudEvents

CloudEvents 1.0 are taken in every mode: as lines among others, structured (\`application/cloudevents+json\`), in batches
(\`application/cloudevents-batch+json\`), and binary, with \`ce-\` headers around the data. Their \`type\` is one of the types
below, or kept as it came.

| attribute | is |
| --- | --- |
| \`id\`, \`source\`, \`type\`, \`data\`, \`data_base64\` | the member of that name; \`data\` that is no object belongs to no record |
| \`time\` | \`occurred_at\`. Without it only the time of receipt is known: \`occurred_at_ms\` stays empty |
| \`subject\` | \`conv_id\`, unless the extension \`convid\` says it |
| \`sequence\` | \`seq\`, where it is a whole number |
| \`traceparent\` | \`trace_id\` and \`span_id\` |
| \`convid\`, \`sessionid\`, \`turnid\`, \`runid\`, \`requestid\`, \`streamid\`, \`eventid\` | the key of that name |

Others, \`dataschema\` among them, stay in the stored line.

    curl --data-binary '{"tool_call_id":"t1","tool_name":"find_order"}' -H 'Content-Type: application/json' \\
         -H 'ce-specversion: 1.0' -H 'ce-id: e1' -H 'ce-source: /agents/support' -H 'ce-type: tool.call.finished' \\
         -H 'ce-time: 2026-11-29T12:00:00Z' -H 'ce-subject: conv-1' http://127.0.0.1:4477/api/v1/ingest

\`\`\`ndjson
${JSON.stringify(cloudEventExample)}
\`\`\`

Integers beyond 2^53 are kept exact whether they are written as numbers or as decimal strings.

## Refusals

| code | meaning |
| --- | --- |
| \`not-an-object\` | the line is JSON but no object |
| \`missing-id\` | no \`id\` |
| \`missing-time\` | neither \`occurred_at_ms\` nor \`occurred_at\`; a CloudEvent needs no \`time\` |
| \`missing-field\` | a field without which the record cannot be named |
| \`invalid-field\` | a member of the wrong type, or not one of the listed values |
| \`line-too-long\` | the line is over the limit; the lines behind it go on |
`;

const special: Readonly<Record<"envelope" | "snapshot", string>> = {
  envelope: `Carries a SEM envelope exactly as it went over the wire, as the text \`data.envelope\`. That text is what is
stored, byte for byte, and what an event gives back; type, id, seq and data are read from it.`,
  snapshot: `The turn as it stood at one phase: \`turn_id\`, \`phase\`, optional \`snapshot_at_ms\` (else the line's time),
\`iteration\`, \`session_id\`, \`inference_id\`, \`runtime_key\`, \`metadata\`, \`data\`, \`payload\` (the serialised turn), and
\`blocks\`: a list of \`{id, kind, role, payload, metadata}\` in order. Blocks are hashed here, so that a block
which is carried over to the next snapshot is one block; \`id\` may be left out, \`kind\` may not.`,
};

/** The reference page of native ingest: every type with its fields and an example line. */
export function nativePage(): string {
  const sections = Object.entries(nativeTypes).map(([type, target]) => section(type, target));
  return `${intro}\n## Types\n\n${sections.join("\n")}`;
}

function section(type: string, target: SetName | "envelope" | "snapshot"): string {
  const example = `\`\`\`ndjson\n${JSON.stringify(exampleLine(type))}\n\`\`\`\n`;
  if (target === "envelope" || target === "snapshot")
    return `### \`${type}\`\n\n${special[target]}\n\n${example}`;
  const first = Object.entries(nativeTypes).find(([, other]) => other === target)?.[0];
  if (first !== type) return `### \`${type}\`\n\nFields as of \`${first ?? ""}\`.\n\n${example}`;
  return `### \`${type}\`\n\n${recordSets[target].doc}${childText(target)}\n\n${fieldTable(target)}\n\n${example}`;
}

/** An item of the type as a sender would write it. */
export function exampleLine(type: string): { readonly [member: string]: JsonValue } {
  return {
    id: `example-${type}`,
    type,
    source: "my-agent",
    occurred_at_ms: 1795445419018,
    conv_id: "conv-1",
    data: nativeExamples[type] ?? {},
  };
}

function childText(set: SetName): string {
  const list = childLists[set];
  if (list === undefined) return "";
  return ` \`data.${list.member}\` may be a list of what \`${typeOfSet(list.set)}\` says one by one.`;
}

function typeOfSet(set: SetName): string {
  return Object.entries(nativeTypes).find(([, target]) => target === set)?.[0] ?? set;
}

function fieldTable(set: SetName): string {
  const fields: Readonly<Record<string, Field>> = recordSets[set].fields;
  const rows = Object.entries(fields).flatMap(([name, field]) => {
    const isOfLine = name in keysAndClocks || name === "conv_id";
    const isComputed = computed.has(name);
    return isComputed || (isOfLine && name !== "process_key") ? [] : [fieldRow(name, field, set)];
  });
  return ["| member | value | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Fields that the console fills itself. */
const computed = new Set([
  "ordinal",
  "first_ordinal",
  "last_ordinal",
  "previous_ordinal",
  "next_ordinal",
  "cursor_ordinal",
  "event_ordinal",
  "fingerprint",
  "fingerprint_version",
  "normalised_message",
  "grouped_message",
  "incident_id",
  "ingested_at_ms",
  "updated_at_ms",
  "source",
  "rule",
  "reported_status",
]);

function fieldRow(name: string, field: Field, set: SetName): string {
  const fromLine = idFieldOf[set] === name ? "; else the line's `id`" : "";
  const need = field.required && fromLine === "" ? "required " : "";
  return `| \`${name}\` | ${need}${valueOf(field)} | ${field.doc.replaceAll("|", "\\|")}${fromLine} |`;
}

function valueOf(field: Field): string {
  const unit = field.unit === "" ? "" : `, ${field.unit}`;
  if (field.values !== undefined) return field.values.map((value) => `\`${value}\``).join(", ");
  switch (field.type) {
    case "text":
      return "text";
    case "int":
      return `integer${unit}`;
    case "int64":
      return "64-bit integer, as number or decimal string";
    case "real":
      return `number${unit}`;
    case "bool":
      return "true or false";
    case "epoch_ms":
      return "epoch ms";
    case "json":
      return "any JSON";
    case "blob":
      return "base64 text";
  }
}

function describedKey(name: (typeof nativeKeyNames)[number]): string {
  const doc = name === "conv_id" ? "Conversation" : keysAndClocks[name].doc;
  return `: ${/^[A-Z][a-z]/.test(doc) ? doc.charAt(0).toLowerCase() + doc.slice(1) : doc}`;
}
