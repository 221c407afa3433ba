import type { Envelope } from "@/lib/domain/envelope";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { Occurrences } from "./occurrences";
import { textOf } from "./read-json";
import { RedisEntries } from "./redis-entries";
import { undecodableEnvelope } from "./undecodable";

/** What `redis-cli XRANGE <topic> - +` prints into a file: id, name and value of each field, a line each. */
export const createRedisTextDecoder: LineDecoderFactory = (context) => new RedisTextDecoder(context);

const entryId = /^\d{13}-\d{1,6}$/;
/** What the publisher writes. */
const fieldNames: ReadonlySet<string> = new Set(["payload", "metadata", "_watermill_message_uuid"]);

interface OpenEntry {
  readonly id: string;
  readonly line: number;
  readonly fields: Map<string, Uint8Array>;
  /** Field whose value comes next. */
  open: string | undefined;
}

/** Each field is one line: payloads are JSON without line feeds, an empty value is a blank line, which is left out. */
class RedisTextDecoder implements LineDecoder {
  private readonly seen = new Occurrences();
  private readonly entries: RedisEntries;
  private entry: OpenEntry | undefined;

  constructor(private readonly context: DecodeContext) {
    this.entries = new RedisEntries(context);
  }

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const text = textOf(bytes);
    const { entry } = this;
    if (text !== undefined && entryId.test(text)) {
      const before = this.finish();
      this.entry = { id: text, line, fields: new Map(), open: undefined };
      return before;
    }
    if (text !== undefined && fieldNames.has(text) && entry?.fields.has(text) === false) {
      entry.open = text;
      return [];
    }
    if (entry?.open === undefined) return [this.undecodable(line, bytes, "no field has begun")];
    entry.fields.set(entry.open, bytes);
    entry.open = undefined;
    return [];
  }

  end(): readonly Envelope[] {
    return [...this.finish(), ...this.entries.end()];
  }

  private finish(): readonly Envelope[] {
    const { entry } = this;
    this.entry = undefined;
    if (entry === undefined) return [];
    const { id, line, fields } = entry;
    const payload = fields.get("payload");
    if (payload === undefined) return [this.undecodable(line, Buffer.from(id), "an entry without a payload")];
    const uuid = fields.get("_watermill_message_uuid");
    return this.entries.add({ id, payload, uuid: uuid === undefined ? undefined : textOf(uuid) }, line);
  }

  private undecodable(line: number, bytes: Uint8Array, fault: string): Envelope {
    return undecodableEnvelope(this.context, { line, bytes, fault }, this.seen);
  }
}
