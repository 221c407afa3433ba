import type { JsonValue } from "@/lib/domain/model/field";
import { stringifyExact } from "@/lib/domain/json/exact-json";

/** Exit codes that scripts rely on. */
export const exitCodes = { fine: 0, fault: 1, usage: 2, environment: 3 } as const;

/** Says what is being done; progress goes to stderr so that stdout stays for results. */
export function report(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Overwrites the last progress line on a terminal; says nothing elsewhere. */
export function progress(message: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${message}`);
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[2K");
}

/** Prints a result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints the one JSON document of a `--json` run. */
export function printJson(value: JsonValue): void {
  process.stdout.write(`${stringifyExact(value)}\n`);
}
