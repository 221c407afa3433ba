import { useState } from "react";

/** A text that is typed while what it was typed over may change underneath. */
export interface Typed {
  readonly text: string;
  /** The settled text that it was typed over. */
  readonly from: string;
  /** Texts that were asked for and have not come back yet, oldest first. */
  readonly asked: readonly string[];
}

/**
 * What a new settled text does to what is typed. One that was asked for here is an echo: more may have been typed since,
 * and that stays. One from elsewhere (a facet, Back) replaces it.
 */
export function afterSettled({ text, asked }: Typed, settled: string): Typed {
  const echo = asked.lastIndexOf(settled.trim());
  if (echo >= 0) return { text, from: settled, asked: asked.slice(echo + 1) };
  return { text: text.trim() === settled.trim() ? text : settled, from: settled, asked: [] };
}

export interface TypedText {
  readonly text: string;
  write(text: string): void;
  /** Notes that a text is asked for: when it settles it is an echo. */
  ask(text: string): void;
}

/** Text that follows typing at once and what settles elsewhere. */
export function useTypedText(settled: string): TypedText {
  const [typed, setTyped] = useState<Typed>({ text: settled, from: settled, asked: [] });
  if (typed.from !== settled) setTyped(afterSettled(typed, settled));
  return {
    text: typed.text,
    write: (text) => setTyped((before) => ({ ...before, text })),
    ask: (text) => setTyped((before) => ({ ...before, asked: [...before.asked, text.trim()] })),
  };
}
