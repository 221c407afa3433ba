import type { JsonValue } from "@/lib/domain/model/field";
import { readDuration, type Statement, type Token } from "./tokens";

/**
 * What was written behind a verb. Every reading marks its token as used; `refuseRest` then names what
 * nobody asked for, so that a misspelt option is an error and not silence.
 */
export class Arguments {
  readonly #statement: Statement;
  readonly #used = new Set<Token>();
  readonly #known = new Set<string>();

  constructor(statement: Statement) {
    this.#statement = statement;
  }

  /** The next bare word, e.g. the name of a tool. Throws SyntaxError when there is none. */
  word(what: string): string {
    const word = this.optionalWord();
    if (word === undefined) throw new SyntaxError(`${this.#statement.verb} needs ${what}`);
    return word;
  }

  optionalWord(): string | undefined {
    return this.#next((token) => (token.bare && !times.test(token.value) ? token.value : undefined));
  }

  /** The next bare word as a duration, ms. */
  durationWord(what: string): number {
    return readDuration(this.word(what));
  }

  /** The next quoted text. Throws SyntaxError when there is none. */
  text(what: string): string {
    const found = this.optionalText();
    if (found === undefined) throw new SyntaxError(`${this.#statement.verb} needs ${what} in quotes`);
    return found;
  }

  optionalText(): string | undefined {
    return this.#next(({ bare, value }) => (!bare && typeof value === "string" ? value : undefined));
  }

  /** The next JSON object or array, if one is written. */
  json(): JsonValue | undefined {
    return this.#next(({ value }) => (typeof value === "object" && value !== null ? value : undefined));
  }

  /** `x24` gives 24; 1 when it is not written. */
  times(): number {
    const count = this.#next((token) => (token.bare ? times.exec(token.value)?.[1] : undefined)) ?? "1";
    if (Number(count) < 1) throw new SyntaxError("x0 would do nothing");
    return Number(count);
  }

  /** Value of `name=...` as text; JSON values are not accepted. */
  option(name: string): string | undefined {
    const value = this.jsonOption(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw new SyntaxError(`${name}= takes a word or a text`);
    return value;
  }

  jsonOption(name: string): JsonValue | undefined {
    return this.jsonOptions(name)[0];
  }

  /** Values of an option that may stand several times. */
  jsonOptions(name: string): readonly JsonValue[] {
    this.#known.add(name);
    const tokens = this.#statement.tokens.filter((token) => token.name === name);
    for (const token of tokens) this.#used.add(token);
    return tokens.map(({ value }) => value);
  }

  number(name: string): number | undefined {
    const text = this.option(name);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (!Number.isFinite(number)) throw new SyntaxError(`${name}=${text} is no number`);
    return number;
  }

  /** Duration option, ms. */
  duration(name: string): number | undefined {
    const text = this.option(name);
    return text === undefined ? undefined : readDuration(text);
  }

  /** A word out of a closed list. */
  choice<const V extends readonly string[]>(name: string, values: V): V[number] | undefined {
    const text = this.option(name);
    if (text === undefined) return undefined;
    const chosen = values.find((value) => value === text);
    if (chosen === undefined) throw new SyntaxError(`${name}=${text} is none of ${values.join(", ")}`);
    return chosen;
  }

  /** `name=yes` or `name=on`; false when it is not written. */
  flag(name: string): boolean {
    return ["yes", "on"].includes(this.choice(name, ["yes", "no", "on", "off"]) ?? "no");
  }

  /** Throws SyntaxError naming the first token that nobody read. */
  refuseRest(): void {
    const rest = this.#statement.tokens.find((token) => !this.#used.has(token));
    if (rest === undefined) return;
    const { verb } = this.#statement;
    if (rest.name === undefined) throw new SyntaxError(`${verb} does not take ${JSON.stringify(rest.value)}`);
    const known = [...this.#known].join(", ");
    throw new SyntaxError(`${verb} has no option ${rest.name}${known === "" ? "" : ` (it has ${known})`}`);
  }

  /** What the first unused token without a name gives that gives anything; it is used then. */
  #next<T>(read: (token: Token) => T | undefined): T | undefined {
    for (const token of this.#statement.tokens) {
      if (token.name !== undefined || this.#used.has(token)) continue;
      const value = read(token);
      if (value === undefined) continue;
      this.#used.add(token);
      return value;
    }
    return undefined;
  }
}

/** How often something happens: `x24`. */
const times = /^x(\d+)$/;
