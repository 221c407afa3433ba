import type { RecordIn, SetName } from "@/lib/domain/model";
import type { ErrorClass } from "@/lib/domain/model/error";
import { errorClasses } from "@/lib/domain/model/error";
import type { ConversationOptions } from "./conversation-options";
import { FrameChannel } from "./frame-channel";
import { LinePrinter, type LineKeys, type RecordStatement } from "./native-line";
import type { Random } from "./random";
import { RuntimeStore, type StoredEntity } from "./runtime-store";
import type { SemFrame } from "./sem-envelope";
import type { SimulatedCall, SimulatedSocket, SimulatedTool, SimulatedTurn } from "./simulated-parts";
import { TurnBlocks } from "./turn-blocks";

/** A frame before its number is known. */
export type UnnumberedFrame = Omit<SemFrame, "seq" | "stream_id">;

type ErrorRow = RecordStatement<"errors"> & { readonly error_code: string };

/**
 * One conversation of the simulated runtime: its clock, its ids, what is running now, and the ways out for
 * frames and records. The verbs of the scenario language work on it; it decides nothing by itself.
 */
export class SimulatedConversation {
  readonly options: ConversationOptions;
  readonly random: Random;
  readonly channel: FrameChannel;
  readonly store = new RuntimeStore();
  readonly blocks = new TurnBlocks();
  readonly tools = new Map<string, SimulatedTool>();
  readonly startedAtMs: number;
  now: number;
  session_id: string;
  status: RecordIn<"conversations">["status"];
  queueHighWater = 0;
  turn: SimulatedTurn | undefined;
  call: SimulatedCall | undefined;
  socket: SimulatedSocket | undefined;
  lastError: { readonly error_id: string; causes: number; readonly keys: LineKeys } | undefined;
  readonly #printer: LinePrinter;
  readonly #sink: (line: string) => void;
  readonly #counts = new Map<string, number>();

  constructor(options: ConversationOptions, random: Random, baseMs: number, sink: (line: string) => void) {
    this.options = options;
    this.random = random;
    this.startedAtMs = baseMs + options.startMs;
    this.now = this.startedAtMs;
    this.#sink = sink;
    this.#printer = new LinePrinter(options.source, options.conv_id);
    this.channel = new FrameChannel(options.regime, this.#printer, sink);
    this.session_id = this.newId("s");
  }

  /** The next id of a kind: `c1-m2`, or one of the form that runtimes give. */
  newId(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (this.options.ids === "plain") return `${this.options.conv_id}-${kind}${String(count)}`;
    return kind === "call" ? `call_${this.random.hex(24)}` : this.random.uuid();
  }

  get keys(): LineKeys {
    const turn = this.turn;
    return {
      conv_id: this.options.conv_id,
      session_id: this.session_id,
      turn_id: turn?.turn_id,
      run_id: turn?.run_id,
      request_id: turn?.request_id,
      idempotency_key: turn?.idempotency_key,
      trace_id: turn?.trace_id,
      span_id: turn?.span_id,
    };
  }

  /** Keys of something inside the turn: its own span under the turn's. */
  childKeys(span_id: string): LineKeys {
    return { ...this.keys, span_id, parent_span_id: this.turn?.span_id };
  }

  /** Keys with the request that a scenario names, if it names one. */
  withRequest(request: string | undefined, keys: LineKeys): LineKeys {
    return request === undefined ? keys : { ...keys, request_id: `${this.options.conv_id}-${request}` };
  }

  /** States fields of a record now. */
  record<N extends SetName>(type: string, set: N, row: RecordStatement<N>, keys: LineKeys = this.keys): void {
    this.recordAt(this.now, type, set, row, keys);
  }

  recordAt<N extends SetName>(
    atMs: number,
    type: string,
    set: N,
    row: RecordStatement<N> | { readonly blocks: unknown },
    keys: LineKeys = this.keys,
  ): void {
    this.#sink(this.#printer.record(type, set, atMs, keys, row));
  }

  /** Sends the frames of one source event: they share their number, and upserts follow what they wrote. */
  frames(frames: readonly UnnumberedFrame[], losingWrites = false): void {
    const seq = this.channel.takeSeq(this.now);
    const lost = this.channel.takeLoss();
    const stream_id = this.options.streamIds && seq !== undefined ? entryId(seq) : undefined;
    for (const unnumbered of frames) {
      const frame = { ...unnumbered, seq, stream_id };
      if (!lost) this.channel.send(this.now, this.#frameKeys, frame);
      if (this.options.store === "off") continue;
      if (losingWrites) this.store.lose(1);
      const written = this.store.apply(frame, this.now);
      if (written !== undefined) this.#tellWrite(written, seq, lost);
    }
  }

  /** A frame of the socket itself; it carries no number. */
  socketFrame(frame: UnnumberedFrame): void {
    this.channel.send(this.now, this.#frameKeys, frame);
  }

  text(envelope: string): void {
    this.channel.sendText(this.now, this.#frameKeys, envelope);
  }

  /** States a failure of the runtime; causes may follow it. The class is the first part of the code. */
  error(row: ErrorRow, keys: LineKeys = this.keys): void {
    const error_id = this.newId("e");
    const error_class = classOf(row.error_code);
    this.record("error", "errors", { error_id, error_class, ...row }, keys);
    this.lastError = { error_id, causes: 0, keys };
  }

  cause(row: RecordStatement<"error_causes">): void {
    const error = this.lastError;
    if (error === undefined) throw new SyntaxError("a cause needs an error before it");
    const place = { error_id: error.error_id, position: error.causes };
    this.record("error.cause", "error_causes", { ...place, ...row }, error.keys);
    error.causes += 1;
  }

  get #frameKeys(): LineKeys {
    const socket = { conv_id: this.options.conv_id, session_id: this.session_id };
    if (this.options.frameKeys === "socket") return socket;
    return { ...socket, turn_id: this.turn?.turn_id, run_id: this.turn?.run_id };
  }

  #tellWrite(entity: StoredEntity, seq: bigint | undefined, lost: boolean): void {
    const { conv_id, store } = this.options;
    if (seq === undefined) return;
    if (store === "versions") {
      this.record("timeline.entity_version", "entity_versions", versionRow(entity));
    }
    if ((store !== "on" && store !== "frames") || lost) return;
    const times = { createdAtMs: String(entity.createdAtMs), updatedAtMs: String(entity.updatedAtMs) };
    const wire = { id: entity.id, kind: entity.kind, ...times, props: entity.props };
    const data = { convId: conv_id, version: String(seq), entity: wire };
    this.channel.send(this.now, this.#frameKeys, {
      type: "timeline.upsert",
      id: entity.id,
      data,
      seq,
    });
  }
}

/** The class that a code begins with. Throws SyntaxError when it begins with none of the seven. */
export function classOf(code: string): ErrorClass {
  const found = errorClasses.find((name) => code.startsWith(`${name}.`));
  if (found === undefined) throw new SyntaxError(`${code} begins with none of ${errorClasses.join(", ")}`);
  return found;
}

function versionRow(entity: StoredEntity): RecordStatement<"entity_versions"> {
  return {
    entity_id: entity.id,
    kind: entity.kind,
    origin: "stored",
    version: entity.lastVersion,
    last_version: entity.lastVersion,
    writes: 1,
    changed_fields: Object.keys(entity.props),
    summary: summaryOf(entity),
  };
}

/** One line about an entity, as lists show it. */
export function summaryOf(entity: StoredEntity): string {
  const { content, name, resultRaw } = entity.props;
  const words = [content, name, resultRaw].find((value) => typeof value === "string" && value !== "");
  return typeof words === "string" ? words.slice(0, 120) : "";
}

/** `<ms>-<n>` of a time-derived seq, the form of Redis entry ids. */
function entryId(seq: bigint): string {
  return `${String(seq / 1_000_000n)}-${String(seq % 1_000_000n)}`;
}
