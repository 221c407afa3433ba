import { createHash } from "node:crypto";

/** What an ingest answered about one sent item. */
export type Answer = "accepted" | "duplicate" | "conflict" | "rejected";

/** One item as it was sent, with every answer that came. */
export interface SentItem {
  /** Identity inside the source. */
  readonly id: string;
  /** Native line that carries it. */
  readonly line: string;
  /** Bytes that must be stored. */
  readonly bytes: Buffer;
  readonly sha256: string;
  /** Order in which its sender gives its items out; a sender sends the next only after an answer. */
  readonly stream: string;
  readonly seq: bigint;
  readonly answers: Answer[];
  /** Ordinal that an answer named. */
  ordinal: bigint | undefined;
}

/**
 * Everything that clients sent to a server and what they heard. Lives in the process that tests, which is
 * never the one that is killed, so it needs no disk of its own.
 */
export class History {
  readonly items: SentItem[] = [];
  /** Items acknowledged and not visible to a read that began afterwards. */
  stale = 0;

  /** Records an item that is about to be sent. */
  add(id: string, conv: string, seq: bigint, event: Readonly<Record<string, unknown>>): SentItem {
    const envelope = `{"sem":true,"event":{"seq":${String(seq)},${JSON.stringify(event).slice(1)}}`;
    const line = JSON.stringify({
      id,
      type: "sem.event",
      conv_id: conv,
      occurred_at_ms: 1_800_000_000_000 + Number(seq),
      data: { envelope },
    });
    const bytes = Buffer.from(envelope);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const item: SentItem = { id, line, bytes, sha256, stream: conv, seq, answers: [], ordinal: undefined };
    this.items.push(item);
    return item;
  }
}

/** Whether an item was told to be in the store: as itself, or as something that was there already. */
export function isAcknowledged({ answers }: SentItem): boolean {
  return answers.includes("accepted") || answers.includes("duplicate");
}
