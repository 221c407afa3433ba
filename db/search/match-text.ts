/**
 * A full text expression that finds `text` and nothing that it might mean to FTS5: everything is inside one string. A
 * phrase finds its words in a row; else the last word may go on.
 */
export function matchExpression(text: string, isPhrase: boolean): string {
  const string = `"${text.replaceAll("\u0000", " ").replaceAll('"', '""')}"`;
  return isPhrase ? string : `${string} *`;
}
