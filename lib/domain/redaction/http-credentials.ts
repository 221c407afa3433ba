/** What stands in the place of a credential. */
export const removedCredential = "[redacted]";

/** Headers whose values let whoever reads them act for somebody else. */
const headerNames = [
  "authorization",
  "proxy-authorization",
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "cookie",
  "set-cookie",
  "x-amz-security-token",
];

/** A text, or what there is of it in a file that was cut off. */
const textPattern = String.raw`"(?:[^"\\]|\\.)*(?:"|\\?$)`;
const listPattern = String.raw`\[(?:[^\]"]|${textPattern})*(?:\]|$)`;
const headerPattern = new RegExp(
  String.raw`("(?:${headerNames.join("|")})"\s*:\s*)(${listPattern}|${textPattern}|[^\s,}\]"[]+)`,
  "gi",
);
const urlPattern = new RegExp(String.raw`("url"\s*:\s*)(${textPattern})`, "g");

/** A text without credentials, and how many characters of them went. */
export interface WithoutCredentials {
  readonly text: string;
  readonly removed: number;
}

/**
 * JSON of a recorded HTTP exchange without the values of headers that hold credentials and without those in its
 * address. Everything else stays as it is; a body that is quoted inside is a text of its own and is not looked at.
 * Works on what is no whole JSON as well. Linear in the length.
 */
export function withoutHttpCredentials(json: string): WithoutCredentials {
  let removed = 0;
  const text = json
    .replace(headerPattern, (whole, head: string, value: string) => {
      const replaced = value.startsWith("[") ? `["${removedCredential}"]` : `"${removedCredential}"`;
      if (value === replaced) return whole;
      removed += value.length;
      return head + replaced;
    })
    .replace(urlPattern, (whole, head: string, value: string) => {
      const url = withoutUrlCredentials(value);
      if (url === value) return whole;
      removed += value.length;
      return head + url;
    });
  return { text, removed };
}

/**
 * An address without user, password and the query members in which keys are sent (Gemini: `?key=`). Go writes an
 * ampersand in JSON by its code.
 */
export function withoutUrlCredentials(url: string): string {
  return url
    .replace(/:\/\/[^/?#@\s"]+@/, `://${removedCredential}@`)
    .replace(
      /((?:[?&]|\\u0026)(?:key|api[_-]?key|access_token|token|sig|signature|x-amz-[a-z-]+)=)[^&#"\\]*/gi,
      `$1${removedCredential}`,
    );
}
