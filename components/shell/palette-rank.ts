/**
 * How well a command fits what was typed, from 0 (left out) to 1: every word must begin a word of its label, group or
 * other names, or at least stand in one. Letters here and there are no match: "refund" must not lead to "Previous
 * finding" while conversations say it. The first name is the label.
 */
export function paletteRank(search: string, names: readonly string[]): number {
  const typed = search.toLowerCase().split(/\s+/).filter(Boolean);
  const label = names[0]?.toLowerCase() ?? "";
  if (label.startsWith(typed.join(" "))) return 1;
  const text = names.join(" ").toLowerCase();
  const words = text.split(/[^\p{L}\p{N}]+/u);
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 0.8;
  return typed.every((part) => text.includes(part)) ? 0.4 : 0;
}
