import {
  fieldNames,
  fieldOf,
  fieldsOfList,
  fieldUse,
  listNames,
  type FieldKind,
  type FieldName,
} from "./query-fields";
import { listTitle } from "./read-condition";
import { examples } from "./read-points";

const kindWords: Readonly<Record<FieldKind, string>> = {
  name: "name",
  text: "part of a text",
  word: "word",
  number: "number",
  time: "time",
  duration: "duration",
  bytes: "size",
};

/** The reference page `docs/query-language.md`, made from the table of fields. */
export function queryReference(): string {
  return `${introduction}
## Fields

| field | other names | values | lists | means |
| --- | --- | --- | --- | --- |
${fieldNames.map(fieldRow).join("\n")}

## Words

${listNames.map(wordsOf).join("\n\n")}
`;
}

function fieldRow(field: FieldName): string {
  const { aliases = [], doc, lists } = fieldOf(field);
  const kinds = [...new Set(Object.values(lists).map(({ kind }) => kindWords[kind]))];
  return `| \`${[field, aliases.map((alias) => `\`${alias}\``).join(", ")].join("` | ")} | ${kinds.join(", ")} | ${listNames
    .filter((list) => fieldUse(field, list) !== undefined)
    .map(listTitle)
    .join(", ")} | ${doc.replaceAll("|", "\\|")} |`;
}

function wordsOf(list: (typeof listNames)[number]): string {
  const rows = fieldsOfList(list).flatMap((field) => {
    const values = fieldUse(field, list)?.values;
    return values === undefined
      ? []
      : [`- \`${field}\`: ${values.map((value) => `\`${value}\``).join(", ")}`];
  });
  return `### ${listTitle(list)}\n\n${rows.join("\n")}`;
}

const introduction = `# Query language

One language for the bar over every list, the facets beside it, the address, and the API. This page is made from the table
of fields (\`lib/domain/query/query-fields.ts\`).

\`\`\`
class:transport tool:search -status:ok model:gpt-5 has:gap seq:400..500 "free text"
\`\`\`

All terms must hold. A term is

| written | means |
| --- | --- |
| \`tool:search\` | the field has this value |
| \`tool:search,sql\` | one of these values |
| \`-tool:search\` | not this value; a record without any value is not what is excluded, so it stays |
| \`type:llm.*\` | a name that begins so |
| \`turn:*\` | there is a value |
| \`refund\` | a word that begins so |
| \`"refund policy"\` | these words in a row |
| \`-refund\` | without the word |

Quotes make everything inside them text: \`tool:"a, b"\`, \`type:"llm.*"\`. Inside quotes \`\\"\` is a quote and \`\\\\\` a backslash.

Numbers, durations, sizes and times take \`5\`, \`>5\`, \`>=5\`, \`<5\`, \`<=5\`, \`5..10\`, \`5..\` and \`..10\`, both ends included:

- ${Object.values(examples).join("\n- ")}

Numbers are 64-bit. Durations have the units ms (when none is given), s, m, h, d, w; sizes kb, mb, gb and kib, mib, gib. A date or
a minute is the whole of it: \`time:2026-11-25\` is that day, \`time:>2026-11-25\` begins the day after. Times are UTC unless they end with an
offset like \`+02:00\`. \`-2h\` is two hours before now; alone it means since then. Longer times of eleven digits and more are
milliseconds since 1970.

## Where text is looked for

A word finds records whose text says it: titles, ids, messages and their blocks, error messages and stacks, arguments and
results of tools, the end of answers of models, paths and close reasons. A conversation is found by any of its records, an incident by
its title and its occurrences, a call by its own text, an envelope by its type, id, seq and ordinal and by the message, call
or failure that it is about. The first 32,768 characters of a record are read. Bodies of model calls and raw envelopes are not
read: what they say is in the messages and blocks.

The index holds only what the store keeps: it is changed in the transaction that changes a record, and what is deleted leaves it.
Upper and lower case and accents make no difference. One word looks at the 50,000 matching records that were indexed last.

Signs of the index's own language mean nothing here; all text is taken as it is written.

## In the API

Every list takes \`q\`. Each field is a parameter too: \`class=tool,-provider&seq=400..500\` says \`class:tool -class:provider
seq:400..500\`. A comma inside a value is written \`\\,\`. What cannot be read is answered with status 400, \`invalid-request\`: one entry of
\`errors\` per fault with \`pointer\` (\`/query/q\`), \`from\` and \`to\` (UTF-16 offsets in the parameter, end excluded), \`message\`, and
\`suggestion\` where a name was probably meant. \`GET /api/v1/facets?on=LIST&q=\` counts the values of each facet over what the other terms let
through, among the newest 10,000 matches; \`is_exact\` is false where there are more, and counts end with a plus then.

## In the browser

| key | does |
| --- | --- |
| \`/\` | goes to the bar |
| down, up | choose a completion |
| Enter, Tab | take it; Enter without one asks at once |
| Escape | closes the completions, then leaves the bar |

A click on a value of a facet includes it, with Alt it excludes it; the same again takes it back. In the rail the arrows move, Enter
includes, Alt+Enter excludes.
`;
