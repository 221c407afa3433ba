import type { Envelope } from "@/lib/domain/envelope";
import { ConversationOfFile, type Draft } from "./conversation-of-file";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { frameWindow, Occurrences } from "./occurrences";
import { readSessionstreamFrame, type SessionstreamFrame } from "./sessionstream-frame";
import { SocketTally } from "./socket-tally";
import { closeDraft, SocketEnvelopes } from "./socket-envelopes";
import { contentKey, locateFault, undecodableDraft } from "./undecodable";
import { unwrapBare, unwrapCaptured, type Unwrap, type WrappedFrame } from "./wrapped-line";

/** Frames of one sessionstream WebSocket, `{t, raw}` and `{t, close}`. */
export const createSessionstreamCaptureDecoder: LineDecoderFactory = (context) =>
  new SessionstreamDecoder(context, unwrapCaptured, new SocketTally(context.name));
/** RPC lines `{version, sessionId, requestId, <member>}` and bare frames, one a line. */
export const createSessionstreamRpcDecoder: LineDecoderFactory = (context) =>
  new SessionstreamDecoder(context, unwrapBare);

/**
 * Decodes sessionstream frames. A session is a conversation; frames that name none (hello, ping, pong)
 * belong to the session that the socket subscribes to first. Events are identified by ordinal and name,
 * frames about the socket by the socket, since their content repeats from one socket to the next.
 */
class SessionstreamDecoder implements LineDecoder {
  private readonly conversation: ConversationOfFile;
  private readonly seen = new Occurrences(frameWindow);
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
    const { reading, bytes } = unwrapped;
    this.socket?.frame(bytes.byteLength, unwrapped.received_at_ms);
    if (!reading.ok)
      return undecodableDraft(this.context, { line: number, bytes, fault: reading.fault }, this.seen);
    return this.frame(unwrapped, readSessionstreamFrame(reading.value), number);
  }

  private frame(wrapped: WrappedFrame, frame: SessionstreamFrame, number: number): Draft {
    const { bytes, received_at_ms, noted } = wrapped;
    if (frame.decode_status === "failed") {
      return undecodableDraft(
        this.context,
        { line: number, bytes, fault: frame.decode_error ?? "" },
        this.seen,
      );
    }
    if (frame.type === "ws.pong") this.socket?.pong();
    const opensSocket = frame.session_id !== undefined && !this.isOpened;
    this.isOpened ||= opensSocket;
    const key =
      frame.identity ??
      `${frame.type}|${this.socket?.socketId ?? frame.request_id ?? ""}|${contentKey(bytes)}`;
    return {
      named: frame.session_id,
      noted,
      socketRule: opensSocket ? "first session of the same socket" : undefined,
      envelope: {
        kind: "envelope",
        line: number,
        bytes,
        class: frame.class,
        dialect: "sessionstream",
        type: frame.type,
        stream: "",
        event_id: frame.event_id,
        conv_id: undefined,
        session_id: frame.session_id,
        turn_id: frame.turn_id,
        run_id: frame.run_id,
        request_id: frame.request_id,
        seq: frame.seq,
        regime: frame.regime,
        twin_identity: frame.twin_identity,
        decode_status: frame.decode_status,
        data: frame.data,
        key_origins: undefined,
        decode_error: locateFault(this.context, number, frame.decode_error),
        identity: frame.identity?.startsWith("db|") === true ? key : `${key}|${String(this.seen.next(key))}`,
        occurred_at_ms: received_at_ms,
        received_at_ms,
        source_path: this.context.source_path,
        records: opensSocket && this.socket !== undefined ? [this.socket.opened(frame.session_id)] : [],
      },
    };
  }

  private release(envelopes: readonly Envelope[]): readonly Envelope[] {
    return this.sockets === undefined ? envelopes : this.sockets.pass(envelopes);
  }
}
