import type { Envelope } from "@/lib/domain/envelope";
import type { Draft } from "./conversation-of-file";
import type { DecodeContext } from "./format";
import type { Occurrences } from "./occurrences";
import { readClose, type SocketTally } from "./socket-tally";
import { fileStream } from "./undecodable";
import type { WrappedClose } from "./wrapped-line";

/**
 * Envelopes of one captured socket on their way out. The newest waits for its successor, because a capture
 * that is cut off has no close line and its last envelope must then state the socket's counts.
 */
export class SocketEnvelopes {
  private waiting: Envelope | undefined;
  private isClosed = false;

  constructor(private readonly socket: SocketTally) {}

  pass(envelopes: readonly Envelope[]): readonly Envelope[] {
    const passed: Envelope[] = [];
    for (const envelope of envelopes) {
      if (this.waiting !== undefined) passed.push(this.waiting);
      this.waiting = envelope.type === "ws.closed" ? this.closed(envelope) : envelope;
    }
    return passed;
  }

  end(): readonly Envelope[] {
    const last = this.waiting;
    this.waiting = undefined;
    if (last === undefined) return [];
    if (this.isClosed || !this.socket.hasFrames) return [last];
    return [{ ...last, records: [...last.records, this.socket.closed(last.conv_id, undefined)] }];
  }

  /** The socket of a close line belongs to the conversation that the line was found to belong to. */
  private closed(envelope: Envelope): Envelope {
    this.isClosed = true;
    return {
      ...envelope,
      records: envelope.records.map((change) =>
        change.set === "ws_sessions"
          ? { set: change.set, row: { ...change.row, conv_id: envelope.conv_id ?? null } }
          : change,
      ),
    };
  }
}

/** The envelope of a recorder's close line; it states the socket as it ended. */
export function closeDraft(
  context: DecodeContext,
  socket: SocketTally | undefined,
  close: WrappedClose,
  place: { readonly line: number; readonly bytes: Uint8Array },
  seen: Occurrences,
): Draft {
  const { received_at_ms } = close;
  const key = `ws.closed|${socket?.socketId ?? ""}|${String(received_at_ms ?? "")}`;
  return {
    stream: fileStream(context),
    envelope: {
      kind: "envelope",
      ...place,
      class: "record",
      dialect: "capture",
      type: "ws.closed",
      identity: `${key}|${String(seen.next(key))}`,
      stream: "",
      conv_id: undefined,
      key_origins: undefined,
      regime: "none",
      occurred_at_ms: received_at_ms,
      received_at_ms,
      source_path: context.source_path,
      decode_status: "ok",
      data: { socket_id: socket?.socketId ?? null, close: close.text },
      records: socket === undefined ? [] : [socket.closed(undefined, readClose(close.text, received_at_ms))],
    },
  };
}
