/** Version of the rules below; a change of them changes it, and groups are made anew. */
export const fingerprintVersion = 1;

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
  [/(^|[\s(:=[{,])'[^']{1,200}'/g, "$1'<text>'"],
  [/\b(?:sk|pk|key|tok|ghp|xox[abp])[-_][\w*.-]{4,}/gi, "<secret>"],
  [/\b(?:call|toolu|msg|resp|rs|fc|req|chatcmpl|run|sess|conv|turn)[-_][\w-]{4,}\b/gi, "<id>"],
  [/(?:\/[\w.@+-]+){2,}/g, "<path>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, "<hex>"],
  [/\d+(?:[.,]\d+)*/g, "<n>"],
];

/** A message without ids, numbers, times, addresses, paths and quoted texts; at most 500 characters. */
export function normaliseMessage(message: string): string {
  let text = message.slice(0, 4_000);
  for (const [pattern, placeholder] of volatile) text = text.replace(pattern, placeholder);
  return text.replace(/\s+/g, " ").trim().slice(0, 500);
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
