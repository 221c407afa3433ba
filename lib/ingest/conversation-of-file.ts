import type { Envelope, KeyOrigin } from "@/lib/domain/envelope";
import { conversationOfName } from "./file-names";
import type { DecodeContext } from "./format";

/**
 * An envelope that is whole but for its conversation and stream. Those are set in place: copying an object
 * of thirty members costs more than reading the frame.
 */
export type UnplacedEnvelope = Omit<Envelope, "conv_id" | "stream" | "key_origins"> & {
  conv_id: string | undefined;
  stream: string;
  key_origins: Envelope["key_origins"];
};

/** An envelope whose conversation may be known only by what comes later in its file. */
export interface Draft {
  readonly envelope: UnplacedEnvelope;
  /** Conversation that the envelope itself names. */
  readonly named?: string | undefined;
  /** Conversation that the recorder wrote beside the envelope. */
  readonly noted?: string | undefined;
  /** The envelope speaks for its whole socket: other frames belong to its conversation, by this rule. */
  readonly socketRule?: string | undefined;
  /** Further ids that a sibling file may tie to a conversation. */
  readonly ids?: readonly string[] | undefined;
  /** Stream, unless it is the conversation's. */
  readonly stream?: string | undefined;
}

/** A conversation and how it became known. */
export interface Known {
  readonly conv_id: string;
  readonly origin: KeyOrigin;
}

/** Frames held back while the conversation is unknown; behind that the file's name decides. */
const heldFrames = 1_000;
const heldBytes = 4 * 1024 * 1024;

/**
 * Gives each envelope of a file its conversation. In order of trust: named by the envelope itself, the
 * hello of its socket (also for frames before it), the import's own argument, the recorder's note, an
 * upsert of the same file, an id that a sibling file ties to a conversation, the file's name.
 */
export class ConversationOfFile {
  private held: Draft[] = [];
  private heldSize = 0;
  private socket: Known | undefined;
  private upsert: Known | undefined;
  private decided = false;

  constructor(private readonly context: DecodeContext) {}

  /** Envelopes that can go on now that this one is known. */
  add(draft: Draft): readonly Envelope[] {
    if (draft.named !== undefined) this.learn(draft, draft.named);
    if (this.socket === undefined && !this.decided) {
      this.held.push(draft);
      this.heldSize += draft.envelope.bytes.byteLength;
      return this.held.length >= heldFrames || this.heldSize >= heldBytes ? this.release() : [];
    }
    return this.held.length > 0 ? [...this.release(), this.complete(draft)] : [this.complete(draft)];
  }

  /** What was held back to the end. */
  end(): readonly Envelope[] {
    return this.release();
  }

  private learn(draft: Draft, conv_id: string): void {
    if (draft.socketRule !== undefined) {
      this.socket = { conv_id, origin: { how: "derived", rule: draft.socketRule } };
    } else {
      this.upsert ??= { conv_id, origin: { how: "derived", rule: "timeline.upsert of the same file" } };
    }
  }

  private release(): readonly Envelope[] {
    this.decided = true;
    const released = this.held.map((draft) => this.complete(draft));
    this.held = [];
    this.heldSize = 0;
    return released;
  }

  private complete(draft: Draft): Envelope {
    const { envelope } = draft;
    const known = draft.named === undefined ? (this.socket ?? this.fallback(draft)) : undefined;
    const conv_id = known?.conv_id ?? draft.named;
    envelope.conv_id = conv_id;
    envelope.stream = draft.stream ?? conv_id ?? "";
    if (known !== undefined) {
      envelope.key_origins =
        envelope.key_origins === undefined
          ? { conv_id: known.origin }
          : { ...envelope.key_origins, conv_id: known.origin };
    }
    return envelope;
  }

  private fallback(draft: Draft): Known {
    const ids = [idOfMessage(draft.envelope.event_id ?? ""), ...(draft.ids ?? [])];
    return conversationFor(this.context, { noted: draft.noted, sameFile: this.upsert, ids });
  }
}

/** What may tell the conversation of an envelope that does not name it. */
export interface Clues {
  /** Conversation that the recorder wrote beside the envelope. */
  readonly noted?: string | undefined;
  /** Conversation that another envelope of the file names. */
  readonly sameFile?: Known | undefined;
  /** Ids that a sibling file may tie to a conversation. */
  readonly ids: readonly (string | undefined)[];
  /** Conversation in the envelope's own words, when it has another word for it (session, run). */
  readonly own?: Known | undefined;
}

/** How a conversation is known that nothing but the name of its file tells. */
export const fileNameRule = "file name";

/** The most trustworthy conversation that the clues and the import give. */
export function conversationFor(context: DecodeContext, clues: Clues): Known {
  const { conv_id, folder, name } = context;
  if (conv_id !== undefined) return { conv_id, origin: { how: "explicit", rule: "named for the import" } };
  if (clues.noted !== undefined) {
    return { conv_id: clues.noted, origin: { how: "explicit", rule: "conv_id beside the frame" } };
  }
  if (clues.sameFile !== undefined) return clues.sameFile;
  for (const id of clues.ids) {
    const hinted = id === undefined || id === "" ? undefined : folder?.conversations.get(id);
    if (hinted !== undefined) return { conv_id: hinted, origin: sibling };
  }
  if (clues.own !== undefined) return clues.own;
  if (folder?.only_conversation !== undefined) {
    return {
      conv_id: folder.only_conversation,
      origin: { how: "inferred", rule: "only conversation of the folder" },
    };
  }
  if (folder?.run !== undefined) return { conv_id: folder.run.name, origin: runFolderOrigin };
  return { conv_id: conversationOfName(name), origin: { how: "inferred", rule: fileNameRule } };
}

/** How a conversation is known that only the folder of its run stands for. */
export const runFolderOrigin: KeyOrigin = { how: "inferred", rule: "folder of the run" };

const sibling: KeyOrigin = { how: "derived", rule: "id that a file of the same folder names with it" };

/** Message id behind an event id: thinking frames carry `<message id>:thinking`. */
export function idOfMessage(eventId: string): string {
  return eventId.endsWith(":thinking") ? eventId.slice(0, -":thinking".length) : eventId;
}
