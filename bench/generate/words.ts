import { Random } from "@/lib/testing/scenario/random";

const onsets = [
  "b",
  "br",
  "c",
  "ch",
  "d",
  "f",
  "fl",
  "g",
  "gr",
  "h",
  "l",
  "m",
  "n",
  "p",
  "pl",
  "r",
  "s",
  "st",
  "t",
  "tr",
  "v",
  "w",
];
const vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const codas = ["", "", "n", "r", "s", "t", "ll", "nd", "ck", "ng"];
const vocabularySize = 2400;
const wideVocabularySize = 60_000;

/** A language of made-up words: gives a word for a number from 0 up to below 1. */
export type Language = (luck: number) => string;

/**
 * Endless prose of made-up words. Common words are common and rare ones rare, in about the proportion of
 * English, so that compressors find in it what they find in real answers, and no more.
 */
export class Prose {
  readonly #random: Random;
  constructor(
    seed: string,
    private readonly language: Language = smallLanguage,
  ) {
    this.#random = new Random(`${seed}/prose`);
  }

  word(): string {
    return this.language(this.#random.next());
  }

  sentence(): string {
    const words = Array.from({ length: this.#random.int(4, 19) }, () => this.word());
    if (this.#random.chance(0.15)) words.splice(2, 0, String(this.#random.int(2, 4800)));
    const text = words.join(" ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${this.#random.pick([".", ".", ".", "?", ":"])}`;
  }

  /** What stands between two sentences: mostly a blank, now and then a new paragraph or list item. */
  separator(): string {
    return this.#random.chance(0.12) ? this.#random.pick(["\n\n", "\n- ", "\n\n**"]) : " ";
  }
}

/** The language is the same for every seed, as it is for real conversations; only what is said differs. */
const coining = new Random("vocabulary");
const vocabulary = Array.from({ length: vocabularySize }, (_, rank) => coin(coining, rank));

/** Few words: what compressors see in a single conversation. */
const smallLanguage: Language = (luck) => vocabulary[Math.floor(vocabularySize * luck ** 3)] ?? "and";

/**
 * Many words by Zipf's law: the word of rank n is one in about n times eleven words, so a text index meets words that
 * nearly every text has and words that hardly any has.
 */
export const wideLanguage: Language = (luck) => wordOfRank(Math.floor((wideVocabularySize + 1) ** luck) - 1);

/** A word of the wide language by how frequent it is, 0 for the most frequent. */
export function wordOfRank(rank: number): string {
  wideVocabulary ??= wideWords();
  return wideVocabulary[rank] ?? "and";
}

let wideVocabulary: readonly string[] | undefined;

/** Words that are all different; made when first asked for, which takes a tenth of a second. */
function wideWords(): readonly string[] {
  const random = new Random("wide vocabulary");
  const words = new Set<string>();
  while (words.size < wideVocabularySize) words.add(coin(random, words.size));
  return [...words];
}

/** Frequent words are short. */
function coin(random: Random, rank: number): string {
  const syllables = rank < 120 ? 1 : random.int(1, 3);
  let word = "";
  for (let at = 0; at < syllables; at += 1)
    word += random.pick(onsets) + random.pick(vowels) + random.pick(codas);
  return word;
}
