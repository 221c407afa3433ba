import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What a connection must do to stay. */
export interface ConnectionRules {
  /** Bytes per second that the body of a request must bring on the whole of a window. */
  readonly least_body_rate: number;
  readonly body_window_ms: number;
  /** A reader that takes nothing for so long while something waits for it is cut off. */
  readonly stalled_after_ms: number;
}

interface Upload {
  readonly response: ServerResponse;
  receivedBefore: number;
  since: number;
}

interface Reader {
  taken: number;
  since: number;
}

/** Senders that are cut off in one turn of the event loop; what follows from each takes half a millisecond. */
const cutAtOnce = 20;

const tooSlow = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/**
 * Cuts off who holds a connection without using it, which Node has no rule for: senders whose body trickles, and
 * readers who stand still. A sender is not blamed while what it sent waits to be read here, and a reader not while
 * nothing waits for it. Whoever is cut off can come back: ingest is safe to repeat, live tails go on from an ordinal.
 */
export class ConnectionWatch {
  readonly #uploads = new Map<IncomingMessage, Upload>();
  readonly #readers = new Map<Socket, Reader>();

  constructor(
    private readonly rules: ConnectionRules,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Watches a connection until it closes. */
  addConnection(socket: Socket): void {
    this.#readers.set(socket, { taken: 0, since: this.clock() });
    socket.once("close", () => {
      this.#readers.delete(socket);
    });
  }

  /** Watches the body of a request until it is complete. */
  addRequest(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#uploads.set(request, { response, receivedBefore: socket.bytesRead, since: this.clock() });
    request.once("close", () => {
      this.#uploads.delete(request);
    });
  }

  /** Looks at every connection. O(connections). A thousand slow senders are cut off a few at a time, between requests. */
  check(): void {
    const now = this.clock();
    this.#checkUploads(now);
    for (const [socket, reader] of this.#readers) this.#checkReader(socket, reader, now);
  }

  #checkUploads(now: number): void {
    let cut = 0;
    for (const [request, upload] of this.#uploads) {
      if (!this.#isTooSlow(request, upload, now)) continue;
      this.#uploads.delete(request);
      const { socket } = request;
      // As Node answers its own time limits.
      if (!upload.response.headersSent && socket.writable) socket.end(tooSlow);
      socket.destroySoon();
      cut += 1;
      if (cut < cutAtOnce) continue;
      setImmediate(() => {
        this.#checkUploads(this.clock());
      });
      return;
    }
  }

  /** Judges a sender whose window is over, and begins the next. */
  #isTooSlow(request: IncomingMessage, upload: Upload, now: number): boolean {
    const { socket } = request;
    if (request.complete) {
      this.#uploads.delete(request);
      return false;
    }
    const waited = now - upload.since;
    if (waited < this.rules.body_window_ms) return false;
    const received = socket.bytesRead - upload.receivedBefore;
    const isSlow = received < (this.rules.least_body_rate * waited) / 1_000;
    if (isSlow && request.readableLength === 0) return true;
    upload.receivedBefore = socket.bytesRead;
    upload.since = now;
    return false;
  }

  #checkReader(socket: Socket, reader: Reader, now: number): void {
    const taken = socket.bytesWritten - socket.writableLength;
    if (socket.writableLength === 0 || taken !== reader.taken) {
      reader.taken = taken;
      reader.since = now;
    } else if (now - reader.since >= this.rules.stalled_after_ms) socket.destroy();
  }
}
