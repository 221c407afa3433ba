import type { Envelope } from "@/lib/domain/envelope";
import type { FailureCode } from "@/lib/domain/failures/taxonomy";
import { asNumber, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import {
  failureOf,
  recordEnvelope,
  timeOfRecord,
  type RecordPlace,
  type RecordSetting,
} from "./record-setting";

/** Stages at which the server's socket lost something (sessionstream, `transport/ws/observer.go`) -> code. */
const troubles: Readonly<Record<string, FailureCode>> = {
  server_frame_queue_full: "transport.ws_backpressure",
  hydration_buffer_overflow: "transport.ws_backpressure",
  server_frame_write_error: "transport.ws_closed",
  server_frame_marshal_error: "transport.ws_protocol_error",
  client_frame_decode_error: "transport.ws_protocol_error",
  protocol_error: "transport.ws_protocol_error",
};

/** What the records show of one connection. */
interface Connection {
  readonly connected: number | undefined;
  readonly disconnected: number | undefined;
  readonly frames_in: number;
  readonly frames_out: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly error: string | undefined;
  /** Place of its last record. */
  readonly last: number;
}

/**
 * Records of the server's WebSocket transport: what happened to a connection, stage by stage. The socket as all of
 * them show it is stated by the last.
 */
export class TransportRecords {
  private readonly connections = new Map<string, Connection>();

  constructor(
    records: readonly (JsonObject | undefined)[],
    private readonly setting: RecordSetting,
  ) {
    for (const [i, record] of records.entries()) {
      const said = asObject(record?.["transport"]);
      const id = asText(record?.["connectionId"]);
      if (record !== undefined && said !== undefined && id !== undefined) this.note(id, record, said, i);
    }
  }

  /** Envelope of the record at a place of the list. */
  envelope(record: JsonObject, place: RecordPlace, i: number): Envelope {
    const said = asObject(record["transport"]) ?? {};
    const stage = asText(said["stage"]) ?? "unknown";
    const connection_id = asText(record["connectionId"]);
    const conv_id = asText(record["sessionId"]) ?? this.setting.conv_id;
    const connection = connection_id === undefined ? undefined : this.connections.get(connection_id);
    const code = troubles[stage];
    const error = asText(said["error"]);
    const records: RecordChange[] = [];
    if (connection_id !== undefined && connection?.last === i)
      records.push(socketOf(connection_id, connection, conv_id));
    if (code !== undefined)
      records.push(
        failureOf(record, place, conv_id, { step: stage, code, text: error ?? queueText(said) ?? stage }),
      );
    return recordEnvelope(record, place, this.setting, {
      type: `transport.${stage}`,
      dialect: "capture",
      event_id: connection_id,
      seq: asOrdinal(record["ordinal"]),
      data: said,
      records,
    });
  }

  private note(id: string, record: JsonObject, said: JsonObject, i: number): void {
    const at = timeOfRecord(record);
    const known = this.connections.get(id) ?? { ...unseen, connected: at };
    const stage = asText(said["stage"]) ?? "";
    const bytes = asNumber(said["rawBytes"]) ?? 0;
    const [frames_in, frames_out] = [Number(framesIn.has(stage)), Number(framesOut.has(stage))];
    this.connections.set(id, {
      ...known,
      disconnected: stage === "disconnected" ? at : known.disconnected,
      frames_in: known.frames_in + frames_in,
      frames_out: known.frames_out + frames_out,
      bytes_in: known.bytes_in + frames_in * bytes,
      bytes_out: known.bytes_out + frames_out * bytes,
      error: asText(said["error"]) ?? known.error,
      last: i,
    });
  }
}

const unseen = {
  disconnected: undefined,
  frames_in: 0,
  frames_out: 0,
  bytes_in: 0,
  bytes_out: 0,
  error: undefined,
  last: 0,
};

/** Stages that count a frame once each: queueing and writing of the same frame are stages of their own. */
const framesIn: ReadonlySet<string> = new Set(["client_frame_decoded"]);
const framesOut: ReadonlySet<string> = new Set(["snapshot_sent", "subscribed", "ui_event_sent"]);

function queueText(said: JsonObject): string | undefined {
  const [length, capacity] = [asNumber(said["queueLen"]), asNumber(said["queueCap"])];
  return length === undefined || capacity === undefined
    ? undefined
    : `${String(length)} of ${String(capacity)} frames wait`;
}

function socketOf(id: string, connection: Connection, conv_id: string | undefined): RecordChange {
  const { connected, disconnected, error, frames_in, frames_out, bytes_in, bytes_out } = connection;
  return {
    set: "ws_sessions",
    row: {
      // Servers number their connections anew: the session and the time tell two of the same number apart.
      socket_id: `${conv_id ?? ""}:${id}@${String(connected ?? 0)}`,
      conv_id,
      session_id: conv_id,
      connected_at_ms: connected,
      disconnected_at_ms: disconnected,
      occurred_at_ms: connected,
      close_reason: disconnected === undefined ? undefined : error,
      close_initiator: disconnected === undefined ? undefined : "unknown",
      frames_in,
      frames_out,
      bytes_in,
      bytes_out,
    },
  };
}
