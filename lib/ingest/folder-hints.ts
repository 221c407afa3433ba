import { constants, gunzipSync } from "node:zlib";
import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { engineCallOf } from "@/lib/domain/projection/geppetto-calls";
import { idOfMessage } from "./conversation-of-file";
import { detectFormat } from "./detect";
import { runStemOf } from "./file-names";
import type { FolderHints, FormatId, RunHints } from "./format";
import { readPrefix } from "./json-prefix";
import { decoderOf } from "./registry";
import { runFileOf } from "./run-folder";
import { LineSplitter } from "./split-lines";

/** The start of one file of a folder; gzip may still be on it. */
export interface FileHead {
  readonly name: string;
  readonly head: Uint8Array;
}

/** Ids that one line or object names together, with its conversation if it names one. */
interface Mention {
  readonly conv_id: string | undefined;
  readonly ids: readonly string[];
  /** Model call of an event of the inference engine. */
  readonly call_id?: string | undefined;
}

/** Times that ids are passed on between lines which name no conversation. */
const passes = 3;

/** What one file of a folder tells about the others. */
export interface FolderFile extends ReadHead {
  readonly name: string;
}

/** Reads the head of one file; the costly part of the hints of a folder, so that a server can rest between files. */
export function readFolderFile({ name, head }: FileHead): FolderFile {
  return { name, ...readHead({ name, head }) };
}

/**
 * What the files of one folder tell about which ids belong to which conversation, from their heads. Lets
 * files without a conversation (frames without a hello, logs that name sessions only) join the right one.
 * `folderName` stands for the conversation of a runner's folder that names none. Cost: decoding the heads.
 */
export function collectFolderHints(files: readonly FileHead[], folderName = ""): FolderHints {
  return hintsOfFiles(files.map(readFolderFile), folderName);
}

/** The same of files whose heads were read already. */
export function hintsOfFiles(read: readonly FolderFile[], folderName = ""): FolderHints {
  const mentions = read.flatMap((file) => file.mentions);
  const found = new Map<string, string>();
  const ambiguous = new Set<string>();
  const tie = (id: string, conv_id: string): boolean => {
    const known = found.get(id);
    if (known === conv_id || ambiguous.has(id)) return false;
    if (known === undefined) found.set(id, conv_id);
    else {
      found.delete(id);
      ambiguous.add(id);
    }
    return true;
  };
  for (const { conv_id, ids } of mentions) if (conv_id !== undefined) for (const id of ids) tie(id, conv_id);
  for (let pass = 0; pass < passes; pass += 1) {
    let hasChanged = false;
    for (const { conv_id, ids } of mentions) {
      const known =
        conv_id ?? ids.map((id) => found.get(id)).find((conversation) => conversation !== undefined);
      if (known !== undefined) for (const id of ids) hasChanged = tie(id, known) || hasChanged;
    }
    if (!hasChanged) break;
  }
  const conversations = new Set(mentions.flatMap(({ conv_id }) => (conv_id === undefined ? [] : [conv_id])));
  const [only] = conversations;
  return {
    conversations: found,
    only_conversation: conversations.size === 1 ? only : undefined,
    captured: new Set(
      read.flatMap(({ isCapture, mentions: told }) =>
        isCapture ? told.flatMap(({ conv_id }) => conv_id ?? []) : [],
      ),
    ),
    run: runHints(read, folderName),
  };
}

/** Files by whose names a runner's folder is known: a turn, or what went over the wire, beside events. */
function runHints(
  files: readonly { readonly name: string; readonly mentions: readonly Mention[] }[],
  folderName: string,
): RunHints | undefined {
  const kinds = new Set(files.map(({ name }) => runFileOf(name)?.kind));
  if (folderName === "" || !(kinds.has("raw") || (kinds.has("turn") && kinds.has("events"))))
    return undefined;
  const calls = new Map<number, readonly string[]>();
  for (const { name, mentions } of files) {
    const file = runFileOf(name);
    if (file?.kind !== "events") continue;
    calls.set(file.turn_index, [...new Set(mentions.flatMap(({ call_id }) => call_id ?? []))]);
  }
  return { name: folderName, calls };
}

/** What a file mentions, and whether it is a recording of a socket. */
interface ReadHead {
  readonly mentions: readonly Mention[];
  readonly isCapture: boolean;
}

function readHead({ name, head }: FileHead): ReadHead {
  const bytes = plain(head);
  const format = detectFormat(bytes, name);
  const isCapture = format === "sem-capture" || format === "sessionstream-capture";
  return { mentions: mentionsIn(bytes, name, format), isCapture };
}

function mentionsIn(bytes: Uint8Array, name: string, format: FormatId | undefined): readonly Mention[] {
  const decoder = format === undefined ? undefined : decoderOf(format);
  if (format === undefined || decoder === undefined) return [];
  if (decoder.kind === "lines") return lineMentions(format, bytes, name);
  if (decoder.kind !== "document") return [];
  const mentions: Mention[] = [];
  for (const { value } of readPrefix(Buffer.from(bytes).toString("utf8"), 1))
    collectMentions(value, 0, mentions);
  return mentions;
}

/** Start of a file with gzip removed as far as the start goes. */
function plain(head: Uint8Array): Uint8Array {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // A damaged file gives no hints; the import reports the damage.
    return new Uint8Array(0);
  }
}

/** Mentions in the whole lines of a head, as its decoder reads them. */
function lineMentions(format: FormatId, bytes: Uint8Array, name: string): readonly Mention[] {
  const decoder = decoderOf(format);
  if (decoder.kind !== "lines") return [];
  const lines = decoder.create({ name, source_path: "file_import" });
  const envelopes: Envelope[] = [];
  const keep = (decoded: Iterable<{ readonly kind: string }>): void => {
    for (const item of decoded) if (isEnvelope(item)) envelopes.push(item);
  };
  for (const line of new LineSplitter(bytes.byteLength).push(bytes)) {
    if (line.kind === "line") keep(lines.decode(line.bytes, line.number));
  }
  keep(lines.end?.() ?? []);
  const stem = runStemOf(name);
  return envelopes.map((envelope) => mentionOf(envelope, format === "geppetto-events" ? stem : undefined));
}

function isEnvelope(item: { readonly kind: string }): item is Envelope {
  return item.kind === "envelope";
}

function mentionOf(envelope: Envelope, stem: string | undefined): Mention {
  const { event_id, session_id, turn_id, run_id } = envelope;
  const isGuess = envelope.key_origins?.["conv_id"]?.how === "inferred";
  const ids = [event_id === undefined ? undefined : idOfMessage(event_id), session_id, turn_id, run_id, stem];
  return {
    conv_id: isGuess ? undefined : envelope.conv_id,
    ids: ids.filter((id) => id !== undefined),
    call_id: envelope.dialect === "geppetto" ? engineCallOf(envelope.data, envelope.metadata) : undefined,
  };
}

const conversationKeys = ["conv_id", "convId", "ConvID"] as const;
const idKeys = ["session_id", "SessionID", "turn_id", "TurnID", "inference_id", "run_id", "RunID"] as const;

/** Objects of a document that name a conversation beside other ids. */
function collectMentions(value: JsonValue, depth: number, mentions: Mention[]): void {
  if (depth > 4) return;
  for (const item of asArray(value) ?? []) collectMentions(item, depth + 1, mentions);
  const object = asObject(value);
  if (object === undefined) return;
  const conv_id = conversationKeys.map((key) => asText(object[key])).find((text) => text !== undefined);
  const ids = idKeys.map((key) => asText(object[key])).filter((text) => text !== undefined);
  if (conv_id !== undefined) mentions.push({ conv_id, ids });
  for (const member of Object.values(object))
    if (typeof member === "object") collectMentions(member, depth + 1, mentions);
}
