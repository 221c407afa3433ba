import type Database from "better-sqlite3";
import { dialects, type Envelope } from "@/lib/domain/envelope";
import { decodeStatuses, envelopeClasses, seqRegimes, sourcePaths } from "@/lib/domain/model/event";
import { sameContent } from "@/lib/domain/json/same-content";
import { unwatched, type StepWatcher } from "../steps";
import { sha256Of } from "./content-hash";
import { Dictionary } from "./dictionary";
import { EnvelopeReader, readIfWhole } from "./envelope-reader";
import { eventIdentity, hashed, hashedIdentity, type EventIdentity } from "./event-identity";
import { YoungBytes } from "./young-bytes";

/** What became of an envelope. `ordinal` is the stored one's: its own, or the first holder of its identity. */
export interface Appended {
  readonly status: "stored" | "duplicate" | "conflict";
  readonly ordinal: bigint;
  readonly sha256: Buffer;
  /** Time by the source's clock under which it is stored. */
  readonly occurred_at_ms: number | null;
}

/** Keys of what an envelope belongs to. */
export interface EnvelopePlace {
  readonly source_key: number;
  readonly conv_key: number | null;
  readonly stream_key: number;
}

export interface AppendContext {
  readonly source: string;
  readonly now_ms: number;
  /** Epoch of the stream and turn of the event, as far as they are known when it is stored. */
  readonly epoch: number;
  readonly turn?: { readonly turn_id: string; readonly how: number } | undefined;
  readonly twin_of?: bigint | undefined;
}

/** The envelope that has an identity. */
interface Holder {
  readonly ordinal: bigint;
  readonly sha256: Buffer;
}

const turnHow = { explicit: 0, derived: 1, inferred: 2 } as const;
export type TurnHow = keyof typeof turnHow;
export const turnHowCode = (how: TurnHow): number => turnHow[how];

/**
 * The append side of the event log. Holds the next ordinal, the dictionaries and the bytes of the transaction; must be
 * used inside the writer's transaction, asked to `writeBytes` before its commit, and told of every rollback
 * (`forget`). One append is one probe of the identity index and one insert.
 */
export class EventLog {
  readonly #conversations: Dictionary;
  readonly #sources: Dictionary;
  readonly #stems: Dictionary;
  readonly #streams: Dictionary;
  readonly #types: Dictionary;
  readonly #subjects: Dictionary;
  readonly #turns: Dictionary;
  readonly #insertEvent: Database.Statement;
  readonly #findIdentity: Database.Statement;
  readonly #insertConflict: Database.Statement;
  readonly #insertConflictBytes: Database.Statement;
  readonly #lastOrdinal: Database.Statement;
  readonly #reader: EnvelopeReader;
  readonly #young: YoungBytes;
  #next: bigint;

  constructor(
    private readonly sqlite: Database.Database,
    private readonly watch: StepWatcher = unwatched,
  ) {
    this.#conversations = new Dictionary(sqlite, "conversation_keys", "conv_key", ["conv_id"]);
    this.#sources = new Dictionary(sqlite, "sources", "source_key", ["name"]);
    this.#stems = new Dictionary(sqlite, "identity_stems", "stem_key", ["stem", "source_key", "digits"]);
    this.#streams = new Dictionary(sqlite, "streams", "stream_key", ["name", "source_key", "conv_key"]);
    this.#types = new Dictionary(sqlite, "event_types", "type_key", ["name"]);
    this.#subjects = new Dictionary(sqlite, "subjects", "subject_key", ["name", "conv_key"]);
    this.#turns = new Dictionary(sqlite, "turn_keys", "turn_key", ["turn_id", "conv_key"]);
    this.#insertEvent = sqlite.prepare(
      `INSERT INTO events (ordinal, conv_key, stream_key, type_key, source_key, subject_key, turn_key, class, dialect,
         source_path, decode_status, regime, epoch, seq, occurred_at_ms, ingested_at_ms, item_id, stream_id,
         stem_key, identity_number, sha256, byte_length, decode_error, turn_how, twin_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (stem_key, identity_number) DO NOTHING`,
    );
    this.#findIdentity = sqlite.prepare(
      "SELECT ordinal, sha256 FROM events WHERE stem_key = ? AND identity_number = ?",
    );
    this.#insertConflict = sqlite.prepare(
      `INSERT INTO event_conflicts (conflict_id, ordinal, conv_id, event_id, source, kept_sha256, other_sha256,
         other_bytes, count, first_seen_at_ms, last_seen_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
       ON CONFLICT (conflict_id) DO UPDATE SET count = count + 1, last_seen_at_ms = excluded.last_seen_at_ms`,
    );
    this.#insertConflictBytes = sqlite.prepare(
      "INSERT INTO conflict_bytes (conflict_id, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    // Ordinals are never given twice, whatever was removed.
    this.#lastOrdinal = sqlite
      .prepare(
        "SELECT max((SELECT coalesce(max(ordinal), 0) FROM events), (SELECT coalesce(max(last_ordinal), 0) FROM removals))",
      )
      .pluck();
    this.#reader = new EnvelopeReader(sqlite);
    this.#young = new YoungBytes(sqlite);
    this.#next = this.#readNext();
  }

  /** Ordinal that the next stored envelope gets. */
  get next(): bigint {
    return this.#next;
  }

  /** Keys of the source, the conversation and the stream of an envelope, made where they are new. */
  placeOf(source: string, { conv_id, stream }: Envelope): EnvelopePlace {
    const source_key = this.#sources.keyOf(source);
    const conv_key = conv_id === undefined ? null : this.#conversations.keyOf(conv_id);
    return { source_key, conv_key, stream_key: this.#streams.keyOf(stream, source_key, conv_key) };
  }

  append(envelope: Envelope, place: EnvelopePlace, context: AppendContext): Appended {
    const { source_key: sourceKey, conv_key: convKey, stream_key: streamKey } = place;
    const sha256 = sha256Of(envelope.bytes);
    const identity = identityOf(envelope);
    const stemKey = this.#stems.keyOf(identity.stem, sourceKey, identity.digits);
    const ordinal = this.#next;
    const occurredAt = wholeMs(envelope.occurred_at_ms ?? envelope.received_at_ms);
    const { changes } = this.#insertEvent.run(
      ordinal,
      convKey,
      streamKey,
      this.#types.keyOf(envelope.type),
      sourceKey,
      envelope.event_id === undefined ? null : this.#subjects.keyOf(envelope.event_id, convKey),
      context.turn === undefined ? null : this.#turns.keyOf(context.turn.turn_id, convKey),
      envelopeClasses.indexOf(envelope.class),
      dialects.indexOf(envelope.dialect),
      sourcePaths.indexOf(envelope.source_path),
      decodeStatuses.indexOf(envelope.decode_status),
      seqRegimes.indexOf(envelope.regime),
      context.epoch,
      envelope.seq ?? null,
      occurredAt,
      BigInt(context.now_ms),
      // What stem and number say is not stored again.
      identity.digits !== hashed && envelope.item_id === envelope.identity
        ? null
        : (envelope.item_id ?? null),
      envelope.stream_id ?? null,
      stemKey,
      identity.number,
      sha256,
      envelope.bytes.byteLength,
      envelope.decode_error ?? null,
      context.turn?.how ?? null,
      context.twin_of ?? null,
    );
    const occurred_at_ms = occurredAt === null ? null : Number(occurredAt);
    if (changes === 0)
      return {
        ...this.#refuse(envelope, context, this.#holder(stemKey, identity.number), sha256),
        occurred_at_ms,
      };
    this.watch("envelope-indexed", this.sqlite);
    this.#young.add(convKey, ordinal, asBuffer(envelope.bytes));
    this.#next = ordinal + 1n;
    return { status: "stored", ordinal, sha256, occurred_at_ms };
  }

  /** Writes the bytes of everything that was appended since the last time. Must come before the commit. */
  writeBytes(): void {
    this.#young.write();
  }

  /** The same for one conversation whose envelopes are about to be read inside the transaction. */
  writeBytesOf(convKey: number | null): void {
    this.#young.writeOf(convKey);
  }

  /** The receipt of an identity, for senders that ask later. */
  find(source: string, stream: string, identity: string): Holder | undefined {
    const { stem, digits, number } = eventIdentity(stream, identity);
    const sourceKey = this.#sources.find(source);
    const stemKey = sourceKey === undefined ? undefined : this.#stems.find(stem, sourceKey, digits);
    return stemKey === undefined ? undefined : this.#holder(stemKey, number);
  }

  /** Drops every cached key and the next ordinal. Call after a rollback. */
  forget(): void {
    for (const d of [
      this.#conversations,
      this.#sources,
      this.#stems,
      this.#streams,
      this.#types,
      this.#subjects,
      this.#turns,
    ]) {
      d.forget();
    }
    this.#young.forget();
    this.#next = this.#readNext();
  }

  /**
   * The identity is taken. Equal bytes are a duplicate; so is equal content in another encoding, since
   * the same frame is escaped differently by different writers. Anything else is a conflict, also where the
   * holder's own bytes are damaged or gone: a fault of one envelope must not refuse a sender for ever.
   */
  #refuse(
    envelope: Envelope,
    context: AppendContext,
    holder: Holder | undefined,
    sha256: Buffer,
  ): Omit<Appended, "occurred_at_ms"> {
    if (holder === undefined) throw new Error("an identity was taken and is gone within one transaction");
    if (holder.sha256.equals(sha256) || this.#holdsContent(holder.ordinal, envelope)) {
      return { status: "duplicate", ordinal: holder.ordinal, sha256: holder.sha256 };
    }
    const conflictId = `${holder.ordinal}-${sha256.toString("hex").slice(0, 24)}`;
    this.#insertConflict.run(
      conflictId,
      holder.ordinal,
      envelope.conv_id ?? null,
      envelope.item_id ?? envelope.event_id ?? null,
      context.source,
      holder.sha256.toString("hex"),
      sha256.toString("hex"),
      envelope.bytes.byteLength,
      context.now_ms,
      context.now_ms,
    );
    this.#insertConflictBytes.run(conflictId, asBuffer(envelope.bytes));
    return { status: "conflict", ordinal: holder.ordinal, sha256 };
  }

  #holdsContent(ordinal: bigint, { bytes }: Envelope): boolean {
    const held = this.#young.of(ordinal) ?? readIfWhole(this.#reader, ordinal);
    return held !== undefined && sameContent(held, bytes);
  }

  #holder(stemKey: number, number: bigint): Holder | undefined {
    return holderRow(this.#findIdentity.get(stemKey, number));
  }

  #readNext(): bigint {
    const last = this.#lastOrdinal.get();
    return typeof last === "bigint" ? last + 1n : 1n;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function wholeMs(ms: number | undefined): bigint | null {
  return ms === undefined || !Number.isFinite(ms) ? null : BigInt(Math.floor(ms));
}

function identityOf({ identity_hash, identity_stream, stream, identity }: Envelope): EventIdentity {
  const scope = identity_stream ?? stream;
  return identity_hash === undefined ? eventIdentity(scope, identity) : hashedIdentity(scope, identity_hash);
}

/** Row of the identity query, whose columns it names. */
function holderRow(row: unknown): Holder | undefined {
  return row as Holder | undefined;
}
