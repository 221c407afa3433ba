import type { Envelope } from "@/lib/domain/envelope";
import { ConversationOfFile, type Draft } from "./conversation-of-file";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { frameWindow, Occurrences } from "./occurrences";
import { roundedIdentity } from "./rounded-seq";
import { readSemFrame, semIdentity } from "./sem-frame";
import { closeDraft, SocketEnvelopes } from "./socket-envelopes";
import { SocketTally } from "./socket-tally";
import { fileStream, locateFault, undecodableDraft } from "./undecodable";
import { unwrapBare, unwrapCaptured, unwrapLogged, type Unwrap, type WrappedFrame } from "./wrapped-line";

/** SEM envelopes, one a line. */
export const createSemNdjsonDecoder: LineDecoderFactory = (context) => new SemDecoder(context, unwrapBare);
/** SEM envelopes inside a recorder's lines `{idx, received_at_ms, frame}`. */
export const createSemLogDecoder: LineDecoderFactory = (context) => new SemDecoder(context, unwrapLogged);
/** Frames of one WebSocket, `{t, raw}` and `{t, close}`. */
export const createSemCaptureDecoder: LineDecoderFactory = (context) =>
  new SemDecoder(context, unwrapCaptured, new SocketTally(context.name));

/**
 * Decodes SEM frames whatever stands around them. Identity is seq, type and id of the frame and how often
 * that triple came in this file, so that reading a file twice or seeing a frame on a second socket gives a
 * duplicate, while a frame that really came twice on one socket is a second envelope.
 */
class SemDecoder implements LineDecoder {
  private readonly conversation: ConversationOfFile;
  private readonly seen = new Occurrences(frameWindow);
  private readonly seenRounded = new Occurrences(frameWindow);
  private readonly sockets: SocketEnvelopes | undefined;
  private isOpened = false;

  constructor(
    private readonly context: DecodeContext,
    private readonly unwrap: Unwrap,
    private readonly socket?: SocketTally,
  ) {
    this.conversation = new ConversationOfFile(context);
    this.sockets = socket === undefined ? undefined : new SocketEnvelopes(socket);
  }

  decode(line: Uint8Array, number: number): readonly Envelope[] {
    return this.release(this.conversation.add(this.draft(line, number)));
  }

  end(): readonly Envelope[] {
    const rest = this.release(this.conversation.end());
    return this.sockets === undefined ? rest : [...rest, ...this.sockets.end()];
  }

  private draft(line: Uint8Array, number: number): Draft {
    const unwrapped = this.unwrap(line);
    if (unwrapped.kind === "fault")
      return undecodableDraft(this.context, { line: number, bytes: line, fault: unwrapped.fault }, this.seen);
    if (unwrapped.kind === "close")
      return closeDraft(this.context, this.socket, unwrapped, { line: number, bytes: line }, this.seen);
    this.socket?.frame(unwrapped.bytes.byteLength, unwrapped.received_at_ms);
    return this.frame(unwrapped, number);
  }

  private frame(wrapped: WrappedFrame, line: number): Draft {
    const { bytes, reading, received_at_ms, noted } = wrapped;
    if (!reading.ok) return undecodableDraft(this.context, { line, bytes, fault: reading.fault }, this.seen);
    const frame = readSemFrame(reading.value);
    const named = frame.conv_id;
    if (frame.decode_status === "failed") {
      return undecodableDraft(this.context, { line, bytes, fault: frame.decode_error ?? "" }, this.seen);
    }
    const key = semIdentity(frame);
    const opensSocket = frame.type === "ws.hello" && named !== undefined;
    if (frame.type === "ws.pong") this.socket?.pong();
    const statesSocket = opensSocket && !this.isOpened && this.socket !== undefined;
    this.isOpened ||= opensSocket;
    // A log export that left the payload out tells of frames, it does not hold them: it must not stand where
    // the whole frame belongs.
    const isStripped = noted !== undefined && frame.data === undefined && frame.metadata === undefined;
    return {
      named,
      noted,
      ...(isStripped ? { stream: fileStream(this.context) } : {}),
      socketRule: opensSocket ? "ws.hello of the same socket" : undefined,
      envelope: {
        kind: "envelope",
        line,
        bytes,
        class: "event",
        dialect: "sem",
        type: frame.type,
        stream: "",
        event_id: frame.event_id,
        conv_id: undefined,
        turn_id: frame.turn_id,
        stream_id: frame.stream_id,
        seq: frame.seq,
        regime: frame.regime,
        decode_status: frame.decode_status,
        data: frame.data,
        metadata: frame.metadata,
        key_origins: frame.key_origins,
        decode_error: locateFault(this.context, line, frame.decode_error),
        identity: `${key}|${String(this.seen.next(key))}`,
        twin_identity: this.twinOf(frame),
        occurred_at_ms: frame.occurred_at_ms ?? received_at_ms,
        received_at_ms,
        source_path: this.context.source_path,
        records: statesSocket ? [this.socket.opened(named)] : [],
      },
    };
  }

  /** The same frame as the debug API would have printed it. */
  private twinOf(frame: Parameters<typeof roundedIdentity>[0]): string | undefined {
    const rounded = roundedIdentity(frame);
    return rounded === undefined ? undefined : `${rounded}|${String(this.seenRounded.next(rounded))}`;
  }

  private release(envelopes: readonly Envelope[]): readonly Envelope[] {
    return this.sockets === undefined ? envelopes : this.sockets.pass(envelopes);
  }
}
