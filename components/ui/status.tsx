import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";

/** The five things a colour may say (research: colours are spent only on meaning). */
export type Tone = "ok" | "info" | "warn" | "err" | "neutral";

export const toneText: Readonly<Record<Tone, string>> = {
  ok: "text-ok",
  info: "text-info",
  warn: "text-warn",
  err: "text-err",
  neutral: "text-neutral",
};

const toneGlyph: Readonly<Record<Tone, GlyphName>> = {
  ok: "check",
  info: "dot",
  warn: "triangle",
  err: "octagon",
  neutral: "ring",
};

/** Tones of the status words the records use. A word not listed here is neutral and still shown. */
const known: Readonly<Record<string, readonly [Tone, GlyphName?]>> = {
  active: ["info"],
  live: ["info"],
  running: ["info"],
  requested: ["info", "ring"],
  streaming: ["info"],
  // The state of most incidents: those that came back stand out.
  open: ["neutral"],
  // Nothing runs; whether it went well is not said by that.
  idle: ["neutral", "pause"],
  ok: ["ok"],
  clean: ["ok"],
  match: ["ok"],
  verified: ["ok"],
  succeeded: ["ok"],
  completed: ["ok"],
  resolved: ["ok"],
  healthy: ["ok"],
  connected: ["ok"],
  accepted: ["ok"],
  closed: ["neutral"],
  cancelled: ["neutral", "minus"],
  ignored: ["neutral", "minus"],
  evicted: ["neutral", "square"],
  unknown: ["neutral"],
  duplicate: ["warn"],
  gap: ["warn"],
  partial: ["warn"],
  late: ["warn"],
  degraded: ["warn"],
  retrying: ["warn"],
  regressed: ["err", "again"],
  warning: ["warn"],
  "timed out": ["err"],
  timed_out: ["err"],
  error: ["err"],
  failed: ["err"],
  rejected: ["err"],
  drift: ["err"],
  conflict: ["err"],
  down: ["err"],
  critical: ["err"],
  info: ["neutral"],
};

export interface StatusProps {
  /** The word shown, e.g. `active` or `timed out`; it chooses the tone unless `tone` is given. */
  status: string;
  tone?: Tone;
  glyph?: GlyphName;
  /** Text in place of the word, e.g. `gap 2`. */
  children?: ReactNode;
  className?: string;
}

/** Glyph + word + colour, in that order of importance. */
export function Status({ status, tone, glyph, children, className }: StatusProps) {
  const entry = known[status.toLowerCase()];
  const shownTone = tone ?? entry?.[0] ?? "neutral";
  const shownGlyph = glyph ?? (tone === undefined ? entry?.[1] : undefined) ?? toneGlyph[shownTone];
  return (
    <span
      className={clsx(
        "inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle text-xs",
        toneText[shownTone],
        className,
      )}
    >
      <Glyph name={shownGlyph} />
      <span className="truncate">{children ?? status.replaceAll("_", " ")}</span>
    </span>
  );
}
