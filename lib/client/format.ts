/**
 * The one way to print numbers, sizes, durations and times. Everything here is pure and takes what it
 * depends on; output does not depend on the locale so that screens, links and copies agree.
 */

export type TimeZoneChoice = "local" | "utc";

/** 48196 -> "48,196". Accepts decimal strings and bigints so that 64-bit ordinals stay exact. */
export function formatCount(value: number | bigint | string): string {
  const text = String(value);
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (match === null) return text;
  const [, sign = "", digits = "", fraction = ""] = match;
  return sign + digits.replace(/\B(?=(\d{3})+$)/g, ",") + fraction;
}

/** 950 -> "950", 21700 -> "21.7k", 114000 -> "114k", 1.2e6 -> "1.2M". Three significant digits. */
export function formatCompact(value: number): string {
  return scaled(value, 1000, ["", "k", "M", "G", "T"], "");
}

/** 312 -> "312 B", 2.1e9 -> "2.1 GB" (powers of 1000). */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1000, ["B", "kB", "MB", "GB", "TB"], " ");
}

function scaled(value: number, base: number, units: readonly string[], gap: string): string {
  let magnitude = Math.abs(value);
  let unit = 0;
  // 999.5 would print as "1000" in its unit, so it already belongs to the next.
  while (magnitude >= base - 0.5 && unit < units.length - 1) {
    magnitude /= base;
    unit += 1;
  }
  const digits = unit === 0 && Number.isInteger(magnitude) ? 0 : magnitude < 99.95 ? 1 : 0;
  const number = magnitude.toFixed(digits).replace(/\.0$/, "");
  return `${value < 0 ? "-" : ""}${number}${gap}${units[unit] ?? ""}`.trim();
}

/** 0.0537 -> "5.4 %"; tiny and nearly full shares keep their meaning ("< 0.1 %", "> 99.9 %"). */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return "< 0.1 %";
  if (percent < 100 && percent > 99.9) return "> 99.9 %";
  return `${percent.toFixed(1).replace(/\.0$/, "")} %`;
}

/**
 * A duration in milliseconds with three significant digits: "0.3 ms", "38 ms", "1.41 s", "52 s",
 * "3 m 40 s", "1 h 02 m", "3 d 4 h".
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 9.95) return `${ms.toFixed(1).replace(/\.0$/, "")} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60, 2)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60, 2)} m`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Time since `then` in one unit: "now", "12 s", "2 m", "1 h", "3 d", "5 w". The future reads "in 2 m". */
export function formatRelative(thenMs: number, nowMs: number): string {
  const seconds = Math.floor(Math.abs(nowMs - thenMs) / 1000);
  if (seconds < 1) return "now";
  const text =
    seconds < 60
      ? `${seconds} s`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} m`
        : seconds < 86_400
          ? `${Math.floor(seconds / 3600)} h`
          : seconds < 14 * 86_400
            ? `${Math.floor(seconds / 86_400)} d`
            : `${Math.floor(seconds / (7 * 86_400))} w`;
  return thenMs > nowMs ? `in ${text}` : text;
}

/** "12:06:52.801" */
export function formatTimeOfDay(epochMs: number, zone: TimeZoneChoice): string {
  const parts = dateParts(epochMs, zone);
  return parts === undefined ? String(epochMs) : parts.time;
}

/** "2026-02-19 12:06:52.801" */
export function formatDateTime(epochMs: number, zone: TimeZoneChoice): string {
  const parts = dateParts(epochMs, zone);
  return parts === undefined ? String(epochMs) : `${parts.date} ${parts.time}`;
}

/** "02-19 12:06:52": for lists that span days; the title of the cell has the rest. */
export function formatShortDateTime(epochMs: number, zone: TimeZoneChoice): string {
  const parts = dateParts(epochMs, zone);
  return parts === undefined ? String(epochMs) : `${parts.date.slice(-5)} ${parts.time.slice(0, 8)}`;
}

/** "2026-02-19 12:06:52.801 +01:00", for titles and copies. */
export function formatDateTimeZone(epochMs: number, zone: TimeZoneChoice): string {
  const offset = zone === "utc" ? "UTC" : formatOffset(-new Date(epochMs).getTimezoneOffset());
  return `${formatDateTime(epochMs, zone)} ${offset}`;
}

/** ISO 8601 in UTC for `datetime` attributes; empty for a time no Date can hold. */
export function isoTime(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function formatOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(absolute / 60), 2)}:${pad(absolute % 60, 2)}`;
}

function dateParts(epochMs: number, zone: TimeZoneChoice): { date: string; time: string } | undefined {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return undefined;
  // Moving the instant by the offset lets one formatter serve both zones.
  const shifted = zone === "utc" ? date : new Date(epochMs - date.getTimezoneOffset() * 60_000);
  const iso = shifted.toISOString();
  const split = iso.indexOf("T");
  return { date: iso.slice(0, split), time: iso.slice(split + 1, -1) };
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** "c-0b77d1aa-44e1-90fe" -> "c-0b77…90fe": keeps both ends, where ids differ. */
export function truncateMiddle(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const tail = Math.max(1, Math.floor((maxLength - 1) * 0.4));
  const head = Math.max(1, maxLength - 1 - tail);
  return `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** "1 turn", "4 turns". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
