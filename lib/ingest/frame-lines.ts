import type { Envelope } from "@/lib/domain/envelope";
import type { JsonValue } from "@/lib/domain/model/field";
import { ConversationOfFile, type Draft } from "./conversation-of-file";
import type { DecodeContext, LineDecoder } from "./format";
import { frameWindow, Occurrences } from "./occurrences";
import { closeDraft, SocketEnvelopes } from "./socket-envelopes";
import type { SocketTally } from "./socket-tally";
import { undecodableDraft } from "./undecodable";
import type { Unwrap, WrappedFrame } from "./wrapped-line";

/** What the frames of one file have in common. */
export interface FrameFile {
  readonly context: DecodeContext;
  /** How often an identity came in this file. */
  readonly seen: Occurrences;
  /** The socket that a capture is of. */
  readonly socket: SocketTally | undefined;
}

/** Reads the frames of one file; the envelope of a frame whose JSON is `value`, or one that says what is wrong with it. */
export interface FrameReader {
  draft(wrapped: WrappedFrame, value: JsonValue, line: number): Draft;
}

/**
 * Decodes lines that hold a frame each, whatever a recorder wrote around it: unwraps them, keeps what cannot be read as it
 * came, finds the conversation of the file, and tells of the socket of a capture.
 */
export class FrameLines implements LineDecoder {
  private readonly file: FrameFile;
  private readonly conversation: ConversationOfFile;
  private readonly sockets: SocketEnvelopes | undefined;
  private readonly reader: FrameReader;

  constructor(
    context: DecodeContext,
    private readonly unwrap: Unwrap,
    readerOf: (file: FrameFile) => FrameReader,
    socket?: SocketTally,
  ) {
    this.file = { context, seen: new Occurrences(frameWindow), socket };
    this.conversation = new ConversationOfFile(context);
    this.sockets = socket === undefined ? undefined : new SocketEnvelopes(socket);
    this.reader = readerOf(this.file);
  }

  decode(line: Uint8Array, number: number): readonly Envelope[] {
    return this.release(this.conversation.add(this.draft(line, number)));
  }

  end(): readonly Envelope[] {
    const rest = this.release(this.conversation.end());
    return this.sockets === undefined ? rest : [...rest, ...this.sockets.end()];
  }

  private draft(bytes: Uint8Array, line: number): Draft {
    const { context, seen, socket } = this.file;
    const unwrapped = this.unwrap(bytes);
    if (unwrapped.kind === "fault")
      return undecodableDraft(context, { line, bytes, fault: unwrapped.fault }, seen);
    if (unwrapped.kind === "close") return closeDraft(context, socket, unwrapped, { line, bytes }, seen);
    const { reading } = unwrapped;
    socket?.frame(unwrapped.bytes.byteLength, unwrapped.received_at_ms);
    return reading.ok
      ? this.reader.draft(unwrapped, reading.value, line)
      : undecodableDraft(context, { line, bytes: unwrapped.bytes, fault: reading.fault }, seen);
  }

  private release(envelopes: readonly Envelope[]): readonly Envelope[] {
    return this.sockets === undefined ? envelopes : this.sockets.pass(envelopes);
  }
}
