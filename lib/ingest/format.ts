import type { Decoded } from "@/lib/domain/envelope";
import type { SourcePath } from "@/lib/domain/model/event";

/** Formats that the console reads; detection is by content (`detect.ts`). */
export const formatIds = [
  "native-ndjson",
  "sem-ndjson",
  "sem-capture",
  "sem-log",
  "sessionstream-capture",
  "sessionstream-rpc",
  "geppetto-events",
  "redis-dump",
  "redis-text",
  "redis-json",
  "provider-stream",
  "server-log",
  "timeline-db",
  "turns-db",
  "sessionstream-db",
  "agent-db",
  "reconcile-db",
  "analysis-db",
  "pinocchio-db",
  "debug-conversations",
  "debug-events",
  "debug-turns",
  "debug-records",
  "event-viewer",
  "timeline-debug",
  "timeline-snapshot",
  "session-export",
  "turn-document",
  "run-artifact",
  "run-exchange",
  "reference-document",
  "bundle",
] as const;
export type FormatId = (typeof formatIds)[number];

/** What is known about an input before its first byte is decoded. */
export interface DecodeContext {
  /** File name, or the path inside an imported folder with forward slashes. Used in messages and for file-scoped identities. */
  readonly name: string;
  /** Conversation for envelopes that name none. */
  readonly conv_id?: string | undefined;
  /** Emitter for items that name none. */
  readonly source?: string | undefined;
  /** Source path recorded with each envelope. */
  readonly source_path: SourcePath;
  /**
   * What is known about the files of the same folder, filled by the import before decoding: the
   * conversation or session ids that sibling files name. Lets files without ids join the right conversation.
   */
  readonly folder?: FolderHints | undefined;
}

export interface FolderHints {
  /**
   * Ids that sibling files name together with a conversation (message, tool call, session, turn, inference)
   * -> conversation; and the stem shared by the files of one run, e.g. `tool-call-gemini-2.5-flash` -> run id.
   */
  readonly conversations: ReadonlyMap<string, string>;
  /** The conversation of the folder, if all its files name the same one. */
  readonly only_conversation?: string | undefined;
  /** Conversations whose sockets a recording of the folder shows frame by frame. */
  readonly captured?: ReadonlySet<string> | undefined;
  /** Set where the folder is one that the fixture runner made. */
  readonly run?: RunHints | undefined;
}

/** What the files of a runner's folder tell about each other by their names. */
export interface RunHints {
  /** Name of the folder: stands for the conversation where no file names one. */
  readonly name: string;
  /** Model calls of each turn, by its 1-based index, in the order in which its events name them. */
  readonly calls: ReadonlyMap<number, readonly string[]>;
}

/** Decodes a line format. One instance per file: it may remember what earlier lines said. */
export interface LineDecoder {
  /** `line` is without its line feed; `number` is 1-based. May give several envelopes or none. */
  decode(line: Uint8Array, number: number): readonly Decoded[];
  /** Called once after the last line. */
  end?(): readonly Decoded[];
}

export type LineDecoderFactory = (context: DecodeContext) => LineDecoder;

/** Decodes a whole document held in memory (JSON and YAML files of bounded size). */
export type DocumentDecoder = (bytes: Uint8Array, context: DecodeContext) => Iterable<Decoded>;
