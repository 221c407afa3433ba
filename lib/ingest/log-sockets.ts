import { asText } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { LogKeys } from "./log-keys";
import type { LogLine } from "./log-line";

/** Sockets that are remembered; a log of more that are open at once starts over. */
const socketLimit = 10_000;

interface OpenSocket {
  readonly socket_id: string;
  readonly connected_at_ms: number | undefined;
  close_code?: number | undefined;
  close_reason?: string | undefined;
}

/**
 * WebSockets from the lines in which the server says that one was asked for, joined, greeted and gone (pinocchio,
 * `pkg/webchat`): a line names the conversation and the client's address. A server that logs less says only that it is gone.
 */
export class LogSockets {
  private readonly open = new Map<string, OpenSocket>();
  /** Why the server let go of a socket of a conversation; the next line says which it was. */
  private readonly dropped = new Map<string, string>();

  /** `isCaptured` tells of conversations whose sockets a recording beside the log shows frame by frame. */
  constructor(private readonly isCaptured: (conv_id: string) => boolean) {}

  /** What a line says of a socket. */
  take(line: LogLine, { conv_id }: LogKeys): readonly RecordChange[] {
    const { message, fields, occurred_at_ms: at } = line;
    if (!message.startsWith("ws ") || conv_id === undefined || at === undefined || this.isCaptured(conv_id))
      return [];
    if (message.includes("dropping connection")) {
      const error = asText(fields["error"]);
      this.dropped.set(conv_id, error === undefined ? message : `${message}: ${error}`);
      return [];
    }
    const remote = asText(fields["remote"]);
    if (remote === undefined) return [];
    const key = `${conv_id} ${remote}`;
    switch (message) {
      case "ws connect request":
      case "ws joining conversation":
      case "ws connected":
      case "ws sending hello":
        return this.open.has(key) ? [] : [this.opened(key, remote, conv_id, at)];
      case "ws read loop end":
        this.noteEnd(this.open.get(key), asText(fields["error"]));
        return [];
      case "ws disconnected":
        return [this.closed(key, remote, conv_id, at)];
      default:
        return [];
    }
  }

  private opened(key: string, remote: string, conv_id: string, at: number): RecordChange {
    if (this.open.size >= socketLimit) this.open.clear();
    const socket_id = `log:${remote}@${String(at)}`;
    this.open.set(key, { socket_id, connected_at_ms: at });
    return {
      set: "ws_sessions",
      row: { socket_id, conv_id, connected_at_ms: at, occurred_at_ms: at },
    };
  }

  /** `websocket: close 1005 (no status)`, or what went wrong below that. */
  private noteEnd(socket: OpenSocket | undefined, error: string | undefined): void {
    if (socket === undefined || error === undefined) return;
    const code = /close (\d{4})/.exec(error)?.[1];
    socket.close_code = code === undefined ? undefined : Number(code);
    socket.close_reason = error;
  }

  private closed(key: string, remote: string, conv_id: string, at: number): RecordChange {
    const socket = this.open.get(key);
    this.open.delete(key);
    const drop = this.dropped.get(conv_id);
    this.dropped.delete(conv_id);
    return {
      set: "ws_sessions",
      row: {
        socket_id: socket?.socket_id ?? `log:${remote}@${String(at)}`,
        conv_id,
        connected_at_ms: socket?.connected_at_ms,
        disconnected_at_ms: at,
        occurred_at_ms: socket?.connected_at_ms ?? at,
        close_code: socket?.close_code,
        close_reason: drop ?? socket?.close_reason,
        close_initiator: drop === undefined ? "unknown" : "server",
      },
    };
  }
}
