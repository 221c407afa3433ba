import type { EventDetail } from "@/lib/contracts/event";
import type { EntityDetail, EntityVersionRow } from "@/lib/contracts/timeline";
import type { PlacedBlock, SnapshotDetail, TurnDetail } from "@/lib/client/turn-detail";
import type { JsonValue } from "@/lib/domain/model/field";
import { firstOf, jsonPayload, nowhere, placeOf, sheetOf, textPayload, type RecordSheet } from "./sheet";

export function eventSheet(detail: EventDetail): RecordSheet {
  const { event, payload, text, capture_profile, encoding, sha256_verified } = detail;
  return sheetOf(
    event.type,
    event.decode_error,
    "envelope",
    { ...event, encoding, capture_profile, sha256_verified },
    {
      mark: event.class === "log" ? "log" : "neutral",
      failed: event.decode_status === "failed",
      place: {
        ...nowhere,
        at_ms: event.occurred_at_ms ?? event.ingested_at_ms,
        ordinal: event.ordinal,
        turn_id: event.turn_id,
        subject: event.event_id,
      },
      payloads: payload === null ? textPayload("Envelope", text) : [{ label: "Envelope", value: payload }],
    },
  );
}

export function turnSheet({ turn }: TurnDetail): RecordSheet {
  return sheetOf(`turn ${turn.position ?? turn.turn_id}`, turn.prompt_text, "turns", turn, {
    failed: turn.outcome === "failed",
    place: { ...placeOf(turn), at_ms: turn.started_at_ms, until_ms: turn.finished_at_ms, subject: null },
    payloads: [...jsonPayload("Metadata", turn.metadata), ...jsonPayload("Data", turn.data)],
  });
}

export function snapshotSheet(snapshot: SnapshotDetail): RecordSheet {
  return sheetOf(snapshot.phase, null, "turn_snapshots", snapshot, {
    failed: snapshot.phase === "failed",
    place: { ...placeOf(snapshot), at_ms: snapshot.snapshot_at_ms, turn_id: snapshot.turn_id },
    payloads: [
      ...textPayload("Payload", snapshot.payload),
      { label: "Blocks", value: snapshot.blocks.map(blockAsStated) },
      ...jsonPayload("Metadata", snapshot.metadata),
      ...jsonPayload("Data", snapshot.data),
    ],
  });
}

/** An entity in its last state, or one of the writes that led there. */
export function entitySheet({ entity, counterpart }: EntityDetail, version?: EntityVersionRow): RecordSheet {
  const title = `${entity.kind} ${entity.entity_id}`;
  const common = {
    mark: "projection",
    failed: entity.agreement === "drift" || entity.agreement === "only_projected",
    payloads: [
      ...jsonPayload(`Props as ${entity.origin}`, entity.props),
      ...(counterpart === null ? [] : jsonPayload(`Props as ${counterpart.origin}`, counterpart.props)),
    ],
  } as const;
  if (version !== undefined) {
    return sheetOf(title, version.summary, "entity_versions", version, {
      ...common,
      place: { ...placeOf(version), turn_id: entity.turn_id, subject: entity.entity_id },
    });
  }
  return sheetOf(title, entity.summary, "entities", entity, {
    ...common,
    place: {
      at_ms: firstOf(entity.created_at_ms, entity.occurred_at_ms),
      until_ms: entity.entity_updated_at_ms,
      ordinal: firstOf(entity.first_ordinal, entity.ordinal),
      turn_id: entity.turn_id,
      subject: entity.entity_id,
    },
  });
}

/** A block as its source had it, without what the console found out about it. */
function blockAsStated({ block_id, kind, role, payload, metadata }: PlacedBlock): JsonValue {
  return { id: block_id, kind, role, payload, metadata };
}
