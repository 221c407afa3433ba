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
    const token = this.#next((candidate) => candidate.bare && !/^x\d+$/.test(String(candidate.value)));
    if (token === undefined) throw new SyntaxError(`${this.#statement.verb} needs ${what}`);
    return String(token.value);
  }

  /** The next bare word as a duration, ms. */
  durationWord(what: string): number {
    return readDuration(this.word(what));
  }

  optionalWord(): string | undefined {
    const token = this.#next((candidate) => candidate.bare && !/^x\d+$/.test(String(candidate.value)));
    return token === undefined ? undefined : String(token.value);
  }

  /** The next quoted text. Throws SyntaxError when there is none. */
  text(what: string): string {
    const found = this.optionalText();
    if (found === undefined) throw new SyntaxError(`${this.#statement.verb} needs ${what} in quotes`);
    return found;
  }

  optionalText(): string | undefined {
    const token = this.#next(({ bare, value }) => !bare && typeof value === "string");
    return token === undefined ? undefined : String(token.value);
  }

  /** The next JSON object or array, if one is written. */
  json(): JsonValue | undefined {
    return this.#next(({ bare, value }) => !bare && typeof value === "object" && value !== null)?.value;
  }

  /** `x24` gives 24; 1 when it is not written. */
  times(): number {
    const token = this.#next(({ bare, value }) => bare && /^x\d+$/.test(String(value)));
    const count = token === undefined ? 1 : Number(String(token.value).slice(1));
    if (count < 1) throw new SyntaxError("x0 would do nothing");
    return count;
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

  #next(matches: (token: Token) => boolean): Token | undefined {
    const token = this.#statement.tokens.find(
      (candidate) => candidate.name === undefined && !this.#used.has(candidate) && matches(candidate),
    );
    if (token !== undefined) this.#used.add(token);
    return token;
  }
}
