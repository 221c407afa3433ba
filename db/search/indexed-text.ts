/** Characters of one telling of a record that are indexed; what lies behind is kept but not found. */
const textLimit = 32_768;
/** What one row says: its plain columns, then the string values of its JSON columns. */
export interface Telling {
  readonly texts: readonly (string | null)[];
  readonly json: readonly (string | null)[];
}

/**
 * The text of a record that is indexed and of which snippets are made. A summary that only repeats the beginning of
 * what stands behind it is left out, and of several tellings those that are alike count once.
 */
export function indexedText(tellings: readonly Telling[]): string {
  return [...new Set(tellings.map(textOf))].join(" ");
}

function textOf({ texts, json }: Telling): string {
  const inside = json.filter(isPresent).join(" ");
  const spaced = ` ${inside.replace(/\s+/g, " ")} `;
  const plain = texts.filter(isPresent).filter((text) => !spaced.includes(wordsOf(text)));
  return [...plain, ...(inside === "" ? [] : [inside])].join(" ").slice(0, textLimit);
}

/** A text as it stands among words; one that was cut may go on in the middle of a word. */
function wordsOf(text: string): string {
  return text.endsWith("…") ? ` ${text.slice(0, -1)}` : ` ${text} `;
}

function isPresent(text: string | null): text is string {
  return text !== null && text !== "";
}
