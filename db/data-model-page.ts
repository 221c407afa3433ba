import type { Field } from "@/lib/domain/model/field";
import { recordSets } from "@/lib/domain/model";

const domains = [
  "",
  "Conversation",
  "Timeline projection",
  "Turn",
  "Event log",
  "Provider and model",
  "Tooling",
  "Middleware and agent",
  "Transport and API",
  "Runtime and system",
  "Errors",
  "Storage layers",
  "Retention and privacy",
] as const;

const sqlTypes: Readonly<Record<Field["type"], string>> = {
  text: "TEXT",
  int: "INTEGER",
  int64: "INTEGER (64 bit, decimal string in JSON)",
  real: "REAL",
  bool: "INTEGER (0 or 1)",
  epoch_ms: "INTEGER",
  json: "TEXT (JSON)",
  blob: "BLOB",
};

/**
 * The reference page of the data model, written from the declaration in `lib/domain/model`. The log's own
 * tables are described by hand in the head: they hold keys and bytes, not fields of the declaration.
 */
export function dataModelPage(): string {
  const sets = Object.values(recordSets);
  const sections = domains.flatMap((title, domain) => {
    const own = sets.filter((set) => set.domain === domain);
    return own.length === 0 ? [] : [`## ${String(domain)} ${title}\n`, ...own.map(section)];
  });
  return `${head}\n${sections.join("\n")}`;
}

function section(set: (typeof recordSets)[keyof typeof recordSets]): string {
  const rows = Object.entries<Field>(set.fields).map(([name, field]) => {
    const notes = [
      field.required ? "always present" : "",
      field.values === undefined ? "" : `one of ${field.values.join(", ")}`,
      merges[field.merge],
    ];
    return `| \`${name}\` | ${sqlTypes[field.type]} | ${field.unit} | ${field.sensitivity} | ${[field.doc, ...notes].filter((note) => note !== "").join("; ")} |`;
  });
  return `### \`${set.name}\`

${set.doc}

Sources: ${set.sources}. Key: ${set.key.map((name) => `\`${name}\``).join(", ")}.

| column | type | unit | sensitivity | meaning |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

const merges: Readonly<Record<Field["merge"], string>> = {
  latest: "",
  first: "the first statement wins",
  min: "the least wins",
  max: "the greatest wins",
};

const head = `# Data model

Every stored field, with its table, column, unit, sensitivity and sources. The page is written from the
declaration in \`lib/domain/model\`; a test compares it with a migrated database. A field has one name in SQL,
API, ingest and docs. Absent values are NULL, which means "not recorded by any source" and never zero.

\`sessions\`, \`sources\` and other sets are tables of their own. A record that states a field again is merged:
the newer statement wins unless the column says otherwise, and an absent value never erases a present one.

## The event log

One narrow row per envelope in \`events\`; every repeated text is behind an integer key.

| what | where |
| --- | --- |
| raw envelope, bytes exactly as stored | the range of an unpacked \`event_segments.data\` that \`event_segments.places\` tells |
| length, SHA-256 | \`events.byte_length\`, \`events.sha256\` |
| encoding, capture profile | UTF-8 or bytes as they came; \`source_profiles.profile\` |
| type, id | \`event_types.name\`, \`subjects.name\` (\`event_id\`), id of its line \`events.item_id\`, where the identity does not say it |
| seq, seq regime, epoch, stream_id | \`events.seq\`, \`regime\`, \`epoch\`, \`stream_id\`; \`streams.name\` is the stream in which seq counts |
| data, metadata | read from the envelope's bytes when asked for; never stored a second time |
| source path | \`events.source_path\`: websocket, internal_bus, redis_subscriber, replay, http_ingest, otlp, file_import, database_import |
| decode status, error and where | \`events.decode_status\` (ok, partial, failed), \`events.decode_error\` |
| clocks | \`events.occurred_at_ms\` (source), \`events.ingested_at_ms\` (here) |
| conversation, turn and how it is known | \`conversation_keys.conv_id\`, \`turn_keys.turn_id\`, \`events.turn_how\` (0 explicit, 1 derived, 2 inferred) |
| identity | \`events.stem_key\` and \`events.identity_number\`: what the id begins with, in \`identity_stems.stem\` and of one source, and its last number; 64 bits of SHA-256 over stream and id where it does not count, the stem then being the stream |
| the same event by another path | \`events.twin_of\` |
| other bytes under a taken identity | \`event_conflicts\`, \`conflict_bytes.bytes\` |
| order checker of a stream | \`streams.order_state\`, \`streams.order_ordinal\` |
`;
