import { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { FolderHints } from "./format";

const wireSchema = z.strictObject({
  /** Pairs: a name like any other may be special as the member of an object. */
  conversations: z.array(z.tuple([z.string(), z.string()])),
  only_conversation: z.string().optional(),
  captured: z.array(z.string()).optional(),
  run: z
    .strictObject({ name: z.string(), calls: z.array(z.tuple([z.int(), z.array(z.string())])) })
    .optional(),
});

/** What the files of a folder tell about each other, as it stands before a file in the body of an import. JSON. */
export function printHints({ conversations, only_conversation, captured, run }: FolderHints): string {
  const wire: z.input<typeof wireSchema> = {
    conversations: [...conversations],
    only_conversation,
    captured: captured === undefined ? undefined : [...captured],
    run: run && { name: run.name, calls: [...run.calls].map(([turn, calls]) => [turn, [...calls]]) },
  };
  return JSON.stringify(wire);
}

/** The same read back. Throws invalid-request. */
export function readHints(json: string): FolderHints {
  let value: unknown;
  try {
    value = parseExact(json);
  } catch {
    throw new ConsoleError("invalid-request", "The hints before the file are no JSON.");
  }
  const read = wireSchema.safeParse(value);
  if (!read.success)
    throw new ConsoleError("invalid-request", `The hints before the file: ${z.prettifyError(read.error)}`);
  const { conversations, only_conversation, captured, run } = read.data;
  return {
    conversations: new Map(conversations),
    only_conversation,
    captured: captured && new Set(captured),
    run: run && { name: run.name, calls: new Map(run.calls) },
  };
}
