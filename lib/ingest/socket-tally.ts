import type { RecordChange } from "@/lib/domain/model";
import { baseName } from "./file-names";

/** Counts what a capture shows of one WebSocket. */
export class SocketTally {
  private frames = 0;
  private bytes = 0;
  private pongs = 0;
  private first: number | undefined;

  constructor(private readonly fileName: string) {}

  frame(bytes: number, receivedAtMs: number | undefined): void {
    this.first ??= receivedAtMs;
    this.frames += 1;
    this.bytes += bytes;
  }

  pong(): void {
    this.pongs += 1;
  }

  /** Identity of the socket: the capture's name and the time of its first frame. */
  get socketId(): string {
    return `${baseName(this.fileName).replace(/\.ndjson$/, "")}@${String(this.first ?? 0)}`;
  }

  get hasFrames(): boolean {
    return this.frames > 0;
  }

  /** The socket as it was opened. */
  opened(conv_id: string | undefined): RecordChange {
    return {
      set: "ws_sessions",
      row: {
        socket_id: this.socketId,
        conv_id: conv_id ?? null,
        connected_at_ms: this.first ?? null,
        occurred_at_ms: this.first ?? null,
      },
    };
  }

  /** The socket as the capture leaves it: closed, or cut off without a close line. */
  closed(conv_id: string | undefined, close: CloseLine | undefined): RecordChange {
    return {
      set: "ws_sessions",
      row: {
        socket_id: this.socketId,
        conv_id: conv_id ?? null,
        connected_at_ms: this.first ?? null,
        occurred_at_ms: this.first ?? null,
        disconnected_at_ms: close?.received_at_ms ?? null,
        close_code: close?.code ?? null,
        close_reason: close?.reason ?? null,
        close_initiator: close === undefined ? null : "unknown",
        frames_out: this.frames,
        bytes_out: this.bytes,
        ping_count: this.pongs,
      },
    };
  }
}

/** How a recorder noted the end of a socket. */
export interface CloseLine {
  readonly received_at_ms?: number | undefined;
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
}

/** Reads the text of a close line: `CLOSED:1006`, `1000`, `1001 going away`. */
export function readClose(text: string, received_at_ms: number | undefined): CloseLine {
  const match = /^(?:CLOSED:?)?\s*(\d{4})?\s*(.*)$/s.exec(text);
  return {
    received_at_ms,
    code: match?.[1] === undefined ? undefined : Number(match[1]),
    reason: match?.[2] === undefined || match[2] === "" ? undefined : match[2],
  };
}
