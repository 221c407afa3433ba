import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** A frame as the runtime sends it to its sockets, before it is printed. */
export interface SemFrame {
  readonly type: string;
  readonly id: string;
  readonly data?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
  readonly seq?: bigint | undefined;
  readonly stream_id?: string | undefined;
}

/**
 * The text of a SEM envelope as it goes over the wire: keys in alphabetical order at the levels that the
 * server builds, `seq` as a JSON number with all its digits.
 */
export function semEnvelope(frame: SemFrame): string {
  const data = frame.data === undefined ? "" : `"data":${printJson(frame.data)},`;
  const metadata = frame.metadata === undefined ? "" : `,"metadata":${printJson(frame.metadata)}`;
  const seq = frame.seq === undefined ? "" : `,"seq":${String(frame.seq)}`;
  const stream = frame.stream_id === undefined ? "" : `,"stream_id":${JSON.stringify(frame.stream_id)}`;
  const id = JSON.stringify(frame.id);
  return `{"event":{${data}"id":${id}${metadata}${seq}${stream},"type":${JSON.stringify(frame.type)}},"sem":true}`;
}

/** Most frames hold no bigint and take the engine's printer, which is ten times faster. */
function printJson(value: JsonValue): string {
  return holdsBigint(value) ? stringifyExact(value) : JSON.stringify(value);
}

function holdsBigint(value: JsonValue): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsBigint);
}
