import type { SimulatedConversation } from "./simulated-conversation";
import type { SimulatedSocket } from "./simulated-parts";
import { now, type Verb } from "./verb";

export const transportVerbs: Readonly<Record<string, Verb>> = {
  http: {
    usage:
      'http METHOD PATH STATUS|none ["error"] [took=12ms] [route=...] [mount=...] [in=120] [out=64] [origin=...] [agent=...] [cors=not_cors] [auth=allowed] [direction=inbound|outbound] [request=ID]',
    doc: "One HTTP exchange; none is a connection that closed without an answer. request= ties it to an error that names the same.",
    steps: (args) => {
      const [method, path, status] = [args.word("a method"), args.word("a path"), args.word("a status")];
      const row = {
        method,
        path,
        status: status === "none" ? undefined : Number(status),
        error_text: args.optionalText(),
        direction: args.choice("direction", ["inbound", "outbound"]) ?? "inbound",
        route: args.option("route") ?? path,
        mount_prefix: args.option("mount"),
        latency_ms: args.duration("took") ?? 12,
        request_bytes: args.number("in") ?? 0,
        response_bytes: args.number("out") ?? 0,
        origin: args.option("origin"),
        user_agent: args.option("agent"),
        cors_outcome: args.option("cors") ?? "not_cors",
        auth_outcome: args.option("auth") ?? "allowed",
      } as const;
      const request = args.option("request");
      return now((c) => {
        const keys = c.withRequest(request, c.childKeys(c.random.hex(16)));
        c.record("transport.http", "http_requests", { http_id: c.newId("h"), ...row }, keys);
      });
    },
  },
  "ws.open": {
    usage: "ws.open",
    doc: "A socket connects; its first frame is ws.hello.",
    steps: () => now(openSocket),
  },
  ping: {
    usage: "ping 23|lost",
    doc: "A ping on the socket and its round trip in ms.",
    steps: (args) => {
      const word = args.word("a latency in ms, or lost");
      const latency_ms = word === "lost" ? undefined : Number(word);
      if (Number.isNaN(latency_ms)) throw new SyntaxError(`${word} is no latency`);
      return now((c) => {
        const socket = socketOf(c);
        if (latency_ms !== undefined) socket.pings.push(latency_ms);
        const { socket_id } = socket;
        c.record("transport.ping", "ws_pings", { socket_id, sent_at_ms: c.now, latency_ms });
      });
    },
  },
  close: {
    usage: 'close ws CODE ["reason"] [by=client|server|network|unknown]',
    doc: "The socket closes.",
    steps: (args) => {
      const what = args.word("ws");
      if (what !== "ws") throw new SyntaxError(`only ws can be closed, not ${what}`);
      const close_code = Number(args.word("a close code"));
      if (!Number.isInteger(close_code)) throw new SyntaxError("a close code is a number");
      const close_reason = args.optionalText();
      const by = args.choice("by", ["client", "server", "network", "unknown"]);
      const close_initiator = by ?? (close_code === 1006 ? "network" : "client");
      return now((c) => {
        closeSocket(c, { close_code, close_reason, close_initiator });
      });
    },
  },
};

function openSocket(c: SimulatedConversation): void {
  const { conv_id, runtime_key } = c.options;
  const counts = { framesBefore: c.channel.frames, bytesBefore: c.channel.bytes };
  c.socket = { socket_id: c.newId("ws"), connectedAtMs: c.now, ...counts, pings: [] };
  c.record("transport.ws", "ws_sessions", { socket_id: c.socket.socket_id, connected_at_ms: c.now });
  const id = `ws.hello:${conv_id}:${String(c.now)}`;
  const data = { convId: conv_id, runtimeKey: runtime_key, serverTime: String(c.now) };
  c.socketFrame({ type: "ws.hello", id, data });
}

interface Closing {
  readonly close_code: number;
  readonly close_reason: string | undefined;
  readonly close_initiator: "client" | "server" | "network" | "unknown";
}

function closeSocket(c: SimulatedConversation, closing: Closing): void {
  const socket = socketOf(c, true);
  const pings = [...socket.pings].sort((a, b) => a - b);
  const frames_out = c.channel.frames - socket.framesBefore;
  c.record("transport.ws", "ws_sessions", {
    socket_id: socket.socket_id,
    connected_at_ms: socket.connectedAtMs,
    disconnected_at_ms: c.now,
    ...closing,
    frames_in: pings.length,
    frames_out,
    bytes_in: pings.length * 16,
    bytes_out: c.channel.bytes - socket.bytesBefore,
    ping_count: pings.length,
    ping_p50_ms: percentile(pings, 0.5),
    ping_p95_ms: percentile(pings, 0.95),
    ping_max_ms: pings.at(-1),
  });
  c.socket = undefined;
}

/** The open socket. A close may stand alone: then the socket was there since the conversation began. */
function socketOf(c: SimulatedConversation, fromStart = false): SimulatedSocket {
  if (c.socket !== undefined) return c.socket;
  if (!fromStart) throw new SyntaxError("no socket is open here");
  const counts = { framesBefore: 0, bytesBefore: 0 };
  return { socket_id: c.newId("ws"), connectedAtMs: c.startedAtMs, ...counts, pings: [] };
}

/** Nearest rank over sorted values; undefined when there are none. */
function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
