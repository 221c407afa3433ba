/** Version of the rules below; a change of them changes it, and groups are made anew. */
export const fingerprintVersion = 2;

/** What two failures must have in common to be one incident. */
export interface FingerprintParts {
  readonly version: number;
  readonly code: string;
  /** Tool, where the failure is one of a tool. */
  readonly tool_name: string | null;
  /** Message with its volatile parts replaced. */
  readonly message: string;
}

export interface Fingerprint {
  readonly fingerprint: string;
  /** Shown as the answer to "why grouped". */
  readonly parts: FingerprintParts;
}

/** Placeholders in the order in which they are tried: longer and more certain shapes first. */
const volatile: readonly (readonly [pattern: RegExp, placeholder: string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?\b/g, "<time>"],
  [/\bhttps?:\/\/[^\s"'<>)]+/gi, "<url>"],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, "<address>"],
  [/"(?:[^"\\]|\\.){1,400}"/g, '"<text>"'],
  [/(?<=^|[\s(:=[{,])'[^']{1,200}'/g, "'<text>'"],
  [/\b(?:sk|pk|key|tok|ghp|xox[abp])[-_][\w*.-]{4,}/gi, "<secret>"],
  // A name like run_command has the prefix of an id and no digit.
  [/\b(?:call|toolu|msg|resp|rs|fc|req|chatcmpl|run|sess|conv|turn)[-_](?=[\w-]*\d)[\w-]{4,}\b/gi, "<id>"],
  [/(?:\/[\w.@+-]+){2,}/g, "<path>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, "<hex>"],
  [/\d+(?:[.,]\d+)*/g, "<n>"],
];

/** Characters of a message that are looked at, and that a normalised one keeps. */
const readLimit = 4_000;
const keptLimit = 500;

/** A part of a message that grouping does not look at, as offsets into the message. */
export interface VolatileSpan {
  readonly start: number;
  readonly end: number;
  /** What stands for it in the normalised message: `<uuid>`, `<n>`. */
  readonly placeholder: string;
}

interface Replaced extends VolatileSpan {
  /** Offset of the placeholder in the text with all placeholders. */
  readonly at: number;
}

/** A message without ids, numbers, times, addresses, paths and quoted texts; at most 500 characters. */
export function normaliseMessage(message: string): string {
  return withPlaceholders(message).text.replace(/\s+/g, " ").trim().slice(0, keptLimit);
}

/** What grouping does not look at in a message, in order: what `normaliseMessage` replaces. */
export function volatileSpans(message: string): readonly VolatileSpan[] {
  return withPlaceholders(message).replaced;
}

/** Replaces rule by rule; a later one may swallow what an earlier one put there. O(length x rules). */
function withPlaceholders(message: string): {
  readonly text: string;
  readonly replaced: readonly Replaced[];
} {
  let text = message.slice(0, readLimit);
  let replaced: readonly Replaced[] = [];
  for (const [pattern, placeholder] of volatile) {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) continue;
    let next = "";
    let done = 0;
    const spans: Replaced[] = [];
    const keepUntil = (end: number): void => {
      for (const span of replaced) {
        if (span.at >= done && span.at < end) spans.push({ ...span, at: span.at + next.length - done });
      }
      next += text.slice(done, end);
    };
    for (const match of matches) {
      keepUntil(match.index);
      done = match.index + match[0].length;
      const [start, end] = [originOf(replaced, match.index, "start"), originOf(replaced, done, "end")];
      spans.push({ start, end, placeholder, at: next.length });
      next += placeholder;
    }
    keepUntil(text.length);
    text = next;
    replaced = spans;
  }
  return { text, replaced };
}

/** Offset in the message of an offset in the text with placeholders; inside of one, of its start or end. */
function originOf(replaced: readonly Replaced[], at: number, side: "start" | "end"): number {
  let shift = 0;
  for (const span of replaced) {
    const past = span.at + span.placeholder.length;
    if (past <= at) shift = span.end - past;
    else if (span.at < at) return span[side];
    else break;
  }
  return at + shift;
}

/**
 * Grouping key of a failure: code, tool and normalised message. `sha256` gives lowercase hex of a text.
 * Failures without a message are grouped by their code alone.
 */
export function fingerprintOf(
  failure: {
    readonly code: string;
    readonly tool_name?: string | undefined;
    readonly message?: string | undefined;
  },
  sha256: (text: string) => string,
): Fingerprint {
  const parts: FingerprintParts = {
    version: fingerprintVersion,
    code: failure.code,
    tool_name: failure.code.startsWith("tool.") ? (failure.tool_name ?? null) : null,
    message: normaliseMessage(failure.message ?? ""),
  };
  const text = [String(parts.version), parts.code, parts.tool_name ?? "", parts.message].join("\u0000");
  return { fingerprint: sha256(text).slice(0, 32), parts };
}
