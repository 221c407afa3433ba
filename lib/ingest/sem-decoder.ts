import type { JsonValue } from "@/lib/domain/model/field";
import type { Draft } from "./conversation-of-file";
import type { DecodeContext, LineDecoderFactory } from "./format";
import { FrameLines, type FrameFile, type FrameReader } from "./frame-lines";
import { frameWindow, Occurrences } from "./occurrences";
import { roundedIdentity } from "./rounded-seq";
import { readSemFrame, semIdentity } from "./sem-frame";
import { SocketTally } from "./socket-tally";
import { fileStream, locateFault, undecodableDraft } from "./undecodable";
import { unwrapBare, unwrapCaptured, unwrapLogged, type Unwrap, type WrappedFrame } from "./wrapped-line";

/** SEM envelopes, one a line. */
export const createSemNdjsonDecoder: LineDecoderFactory = (context) => semLines(context, unwrapBare);
/** SEM envelopes inside a recorder's lines `{idx, received_at_ms, frame}`. */
export const createSemLogDecoder: LineDecoderFactory = (context) => semLines(context, unwrapLogged);
/** Frames of one WebSocket, `{t, raw}` and `{t, close}`. */
export const createSemCaptureDecoder: LineDecoderFactory = (context) =>
  semLines(context, unwrapCaptured, new SocketTally(context.name));

function semLines(context: DecodeContext, unwrap: Unwrap, socket?: SocketTally): FrameLines {
  return new FrameLines(context, unwrap, (file) => new SemFrames(file), socket);
}

/**
 * Reads SEM frames. Identity is seq, type and id of the frame and how often that triple came in this file, so
 * that reading a file twice or seeing a frame on a second socket gives a duplicate, while a frame that really
 * came twice on one socket is a second envelope.
 */
class SemFrames implements FrameReader {
  private readonly seenRounded = new Occurrences(frameWindow);
  private isOpened = false;

  constructor(private readonly file: FrameFile) {}

  draft({ bytes, received_at_ms, noted }: WrappedFrame, value: JsonValue, line: number): Draft {
    const { context, seen, socket } = this.file;
    const frame = readSemFrame(value);
    const named = frame.conv_id;
    if (frame.decode_status === "failed")
      return undecodableDraft(context, { line, bytes, fault: frame.decode_error ?? "" }, seen);
    const key = semIdentity(frame);
    const opensSocket = frame.type === "ws.hello" && named !== undefined;
    if (frame.type === "ws.pong") socket?.pong();
    const statesSocket = opensSocket && !this.isOpened && socket !== undefined;
    this.isOpened ||= opensSocket;
    // A log export that left the payload out tells of frames, it does not hold them: it must not stand where
    // the whole frame belongs.
    const isStripped = noted !== undefined && frame.data === undefined && frame.metadata === undefined;
    return {
      named,
      noted,
      ...(isStripped ? { stream: fileStream(context) } : {}),
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
        decode_error: locateFault(context, line, frame.decode_error),
        identity: `${key}|${String(seen.next(key))}`,
        twin_identity: this.twinOf(frame),
        occurred_at_ms: frame.occurred_at_ms ?? received_at_ms,
        received_at_ms,
        source_path: context.source_path,
        records: statesSocket ? [socket.opened(named)] : [],
      },
    };
  }

  /** The same frame as the debug API would have printed it. */
  private twinOf(frame: Parameters<typeof roundedIdentity>[0]): string | undefined {
    const rounded = roundedIdentity(frame);
    return rounded === undefined ? undefined : `${rounded}|${String(this.seenRounded.next(rounded))}`;
  }
}
