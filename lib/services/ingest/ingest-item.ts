import type { Decoded } from "@/lib/domain/envelope";

/** One decoded item with the source that names its emitter. */
export interface SourcedItem {
  readonly source: string;
  readonly item: Decoded;
  /** The file that it came in; absent for what senders post. Order is checked per delivery. */
  readonly delivery?: string | undefined;
}

/** What became of one item. */
export interface ItemOutcome {
  readonly line: number;
  readonly id?: string | undefined;
  readonly status: "accepted" | "duplicate" | "conflict" | "rejected";
  readonly ordinal?: bigint | undefined;
  /** Of the envelope's bytes. Few senders ask for it, and it is costly as a text. */
  readonly sha256?: Uint8Array | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly pointer?: string | undefined;
}
