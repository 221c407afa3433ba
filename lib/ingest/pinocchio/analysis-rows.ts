import type { Decoded, Envelope, KeyOrigin } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import type { DecodeContext, LineDecoder } from "../format";
import { isExactDouble, roundedIdentity } from "../rounded-seq";
import { readSemFrame, semIdentity } from "../sem-frame";
import { frameOfAnalysisRow } from "../analysis-frame";
import { createServerLogDecoder } from "../server-log";
import { contentKey, fileStream } from "../undecodable";
import { plainRowEnvelope, rowBytes, rowEnvelope, rowJson } from "./row-envelope";
import { cellMs, cellOrdinal, cellText } from "./row-values";

const roundedSeq: KeyOrigin = {
  how: "inferred",
  rule: "the event viewer whose export was analysed rounded seq to a double",
};

/**
 * A row of `event_log_entries` of an analysis database (go-go-os, HC-53): a frame as an event viewer exported it. Most
 * have lost their payload; such a row tells of a frame and does not stand where the frame belongs.
 */
export function decodeAnalysisEvent(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const value = frameOfAnalysisRow(rowJson(values));
  const frame = value === undefined ? undefined : readSemFrame(value);
  const conv_id = context.conv_id ?? frame?.conv_id ?? cellText(values, "conv_id");
  if (frame === undefined || frame.decode_status === "failed")
    return plainRowEnvelope(row, context, "no event");
  const { conv_id: _named, ...said } = frame;
  const received_at_ms = cellMs(values, "timestamp_ms");
  const isRounded = frame.seq !== undefined && !isExactDouble(frame.seq) && isDouble(frame.seq);
  const plain = rowEnvelope(row, context, {
    conv_id,
    identity: [cellOrdinal(values, "idx"), contentKey(rowBytes(values))],
    records: [],
    faults: [frame.decode_error],
  });
  return {
    ...plain,
    ...said,
    conv_id,
    class: "event",
    dialect: "sem",
    stream: frame.data === undefined ? fileStream(context) : (conv_id ?? fileStream(context)),
    twin_identity: frame.data === undefined ? undefined : `${roundedIdentity(frame) ?? semIdentity(frame)}|1`,
    received_at_ms,
    occurred_at_ms: frame.occurred_at_ms ?? received_at_ms,
    decode_status: plain.decode_status,
    decode_error: plain.decode_error,
    key_origins: isRounded ? { ...frame.key_origins, seq: roundedSeq } : frame.key_origins,
  };
}

/** Whether a number is one that a double holds: of those beyond 2^53 one in 256 is, so one that is was rounded. */
function isDouble(seq: bigint): boolean {
  return BigInt(Number(seq)) === seq;
}

/** Rows of `gpt_log_lines`: each holds a line of a server's log as it was, and what was parsed of it. */
export class AnalysisLogRows {
  readonly #decoder: LineDecoder;

  constructor(private readonly context: DecodeContext) {
    this.#decoder = createServerLogDecoder(context);
  }

  add(row: ForeignRow): readonly Decoded[] {
    const raw = cellText(row.values, "raw_line");
    if (raw === undefined) return [plainRowEnvelope(row, this.context, "no raw_line")];
    return this.#decoder.decode(
      Buffer.from(raw, "utf8"),
      Number(cellOrdinal(row.values, "line_no") ?? row.position),
    );
  }

  end(): readonly Decoded[] {
    return this.#decoder.end?.() ?? [];
  }
}
