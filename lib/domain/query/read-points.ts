import type { Point } from "./query";
import type { FieldKind } from "./query-fields";

/** The points that a written value covers: one for a number, a whole day for a date. `end` is excluded for times. */
export interface PointSpan {
  readonly begin: Point;
  readonly end: Point;
}

const highest = 2n ** 63n - 1n;
const lengths = { ms: 1n, s: 1000n, m: 60_000n, h: 3_600_000n, d: 86_400_000n, w: 604_800_000n } as const;
const sizes = {
  b: 1n,
  k: 1000n,
  kb: 1000n,
  mb: 1_000_000n,
  gb: 1_000_000_000n,
  kib: 1024n,
  mib: 1_048_576n,
  gib: 1_073_741_824n,
} as const;

/** Reads one number, duration, size or time; undefined when it is none. */
export function readPoint(kind: FieldKind, text: string): PointSpan | undefined {
  if (kind === "time") return readTime(text);
  const value =
    kind === "duration"
      ? scaled(text, lengths, "ms")
      : kind === "bytes"
        ? scaled(text, sizes, "b")
        : whole(text);
  return value === undefined ? undefined : { begin: value, end: value };
}

/** What a value of the kind looks like, for messages and the reference. */
export const examples = {
  number: "a number, like 5, >5, <=5 or 5..10",
  duration: "a duration, like >2s, 100ms..5s or <1.5m",
  bytes: "a size, like >10kb or 1mb..5mb",
  time: "a time, like 2026-11-25, -2h, >2026-11-25T10:00 or -2d..-1d",
} as const;

function whole(text: string): bigint | undefined {
  if (!/^\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > highest ? undefined : value;
}

/** A decimal with a unit, rounded to whole basic units. */
function scaled<U extends string>(
  text: string,
  units: Readonly<Record<U, bigint>>,
  basic: U,
): bigint | undefined {
  const [, digits, fraction = "", unit] = /^(\d{1,15})(?:\.(\d{1,6}))?([a-z]*)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const scale = new Map<string, bigint>(Object.entries<bigint>(units)).get(unit.toLowerCase() || basic);
  if (scale === undefined) return undefined;
  const millionths = BigInt(digits + fraction.padEnd(6, "0"));
  const value = (millionths * scale + 500_000n) / 1_000_000n;
  return value > highest ? undefined : value;
}

const datePattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/i;

function readTime(text: string): PointSpan | undefined {
  if (/^-\d/.test(text)) {
    const ago = scaled(text.slice(1), lengths, "ms");
    return ago === undefined || !/[a-z]$/i.test(text)
      ? undefined
      : { begin: { ago_ms: ago }, end: { ago_ms: ago } };
  }
  if (/^\d{11,14}$/.test(text)) return { begin: BigInt(text), end: BigInt(text) + 1n };
  const parts = datePattern.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second, ms, zone] = parts;
  const given = [year, month, day, hour, minute, second, ms].map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const depth = given.filter((part) => part !== undefined).length;
  const begin = utc(given);
  // A date that does not exist (31 February) comes out as another one.
  if (begin === undefined || !new Date(begin).toISOString().startsWith(canonical(given))) return undefined;
  const offset = zoneOffset(zone);
  const next = utc(given.map((part, i) => (i === depth - 1 ? (part ?? 0) + 1 : part)));
  return next === undefined ? undefined : { begin: BigInt(begin - offset), end: BigInt(next - offset) };
}

function utc([year = 0, month = 1, day = 1, ...time]: readonly (number | undefined)[]): number | undefined {
  const [hour = 0, minute = 0, second = 0, ms = 0] = time;
  const value = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return Number.isNaN(value) ? undefined : value;
}

function canonical([year = 0, month = 1, day = 1, hour = 0, minute = 0]: readonly (
  number | undefined
)[]): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Writes a point so that it is read back as it is. */
export function writePoint(kind: FieldKind, point: Point): string {
  if (typeof point !== "bigint") {
    const unit =
      (["w", "d", "h", "m", "s"] as const).find((name) => point.ago_ms % lengths[name] === 0n) ?? "ms";
    return `-${String(point.ago_ms / lengths[unit])}${unit}`;
  }
  if (kind === "time") return new Date(Number(point)).toISOString();
  return kind === "duration" ? `${String(point)}ms` : String(point);
}
