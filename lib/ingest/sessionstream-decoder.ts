import type { JsonValue } from "@/lib/domain/model/field";
import type { Draft } from "./conversation-of-file";
import type { LineDecoderFactory } from "./format";
import { FrameLines, type FrameFile, type FrameReader } from "./frame-lines";
import { readSessionstreamFrame } from "./sessionstream-frame";
import { SocketTally } from "./socket-tally";
import { contentKey, locateFault, undecodableDraft } from "./undecodable";
import { unwrapBare, unwrapCaptured, type WrappedFrame } from "./wrapped-line";

const readerOf = (file: FrameFile): FrameReader => new SessionstreamFrames(file);

/** Frames of one sessionstream WebSocket, `{t, raw}` and `{t, close}`. */
export const createSessionstreamCaptureDecoder: LineDecoderFactory = (context) =>
  new FrameLines(context, unwrapCaptured, readerOf, new SocketTally(context.name));
/** RPC lines `{version, sessionId, requestId, <member>}` and bare frames, one a line. */
export const createSessionstreamRpcDecoder: LineDecoderFactory = (context) =>
  new FrameLines(context, unwrapBare, readerOf);

/**
 * Reads sessionstream frames. A session is a conversation; frames that name none (hello, ping, pong) belong
 * to the session that the socket subscribes to first. Events are identified by ordinal and name, frames
 * about the socket by the socket, since their content repeats from one socket to the next.
 */
class SessionstreamFrames implements FrameReader {
  private isOpened = false;

  constructor(private readonly file: FrameFile) {}

  draft({ bytes, received_at_ms, noted }: WrappedFrame, value: JsonValue, line: number): Draft {
    const { context, seen, socket } = this.file;
    const frame = readSessionstreamFrame(value);
    if (frame.decode_status === "failed")
      return undecodableDraft(context, { line, bytes, fault: frame.decode_error ?? "" }, seen);
    if (frame.type === "ws.pong") socket?.pong();
    const opensSocket = frame.session_id !== undefined && !this.isOpened;
    this.isOpened ||= opensSocket;
    const key =
      frame.identity ?? `${frame.type}|${socket?.socketId ?? frame.request_id ?? ""}|${contentKey(bytes)}`;
    return {
      named: frame.session_id,
      noted,
      socketRule: opensSocket ? "first session of the same socket" : undefined,
      envelope: {
        kind: "envelope",
        line,
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
        decode_error: locateFault(context, line, frame.decode_error),
        identity: frame.identity?.startsWith("db|") === true ? key : `${key}|${String(seen.next(key))}`,
        occurred_at_ms: received_at_ms,
        received_at_ms,
        source_path: context.source_path,
        records: opensSocket && socket !== undefined ? [socket.opened(frame.session_id)] : [],
      },
    };
  }
}
