import { ConsoleError, problemCodes, type ProblemCode } from "@/lib/domain/console-error";
import type { PortableError } from "./writer-messages";

/** An error as data, for the passage between threads. */
export function portableError(error: unknown): PortableError {
  if (error instanceof ConsoleError) {
    return { code: error.code, message: error.message, details: error.details, stack: withCause(error) };
  }
  const known = error instanceof Error ? error : new Error(String(error));
  return { code: "internal", message: known.message, details: {}, stack: withCause(known) };
}

/** The error again, as the kind that it was. */
export function errorFromPortable({ code, message, details, stack }: PortableError): ConsoleError {
  const error = new ConsoleError(isProblemCode(code) ? code : "internal", message, { details });
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The stack of an error and of its cause, for a log. */
export function withCause(error: Error): string {
  const { stack = error.message, cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${cause.stack ?? cause.message}` : stack;
}

function isProblemCode(code: string): code is ProblemCode {
  return (problemCodes as readonly string[]).includes(code);
}
