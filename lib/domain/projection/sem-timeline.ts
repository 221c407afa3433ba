import { parseExact } from "../json/exact-json";
import { asBoolean, asObject, asText, type JsonObject } from "../json/json-access";
import { DeltaCoverage, type MissingPart } from "../integrity/lost-delta";
import type { JsonValue } from "../model/field";
import type { EntityTable } from "./entity-table";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProjectionFindings } from "./projection-findings";
import { projectHypercard } from "./sem-hypercard";

/** Keys that go with each write of an entity. */
export interface WriteKeys {
  readonly turn_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly run_id?: string | undefined;
}

/** What a rule of the projection writes. */
export type ProjectedEntity = readonly [entity_id: string, kind: string, props: JsonObject];

/**
 * The timeline projector of the SEM generation as a pure fold (research notes, section b.2): which frame
 * writes which entity with which props. The runtime's 250 ms throttle is left out, so every delta writes;
 * final states are equal. Caches of role, content, tool name and input live as long as the fold.
 */
export class SemTimeline {
  readonly #roles = new Map<string, string>();
  readonly #contents = new Map<string, string>();
  readonly #tools = new Map<string, { readonly name: string; readonly input: JsonValue }>();
  /** Messages that have ended, with the envelope of their end. */
  readonly #ended = new Map<string, bigint>();
  readonly #coverage = new Map<string, DeltaCoverage>();

  constructor(
    private readonly entities: EntityTable,
    private readonly findings: ProjectionFindings,
  ) {}

  /** Applies one frame. Frames without seq, type or id project nothing, as in the runtime. */
  apply(event: FoldEvent, keys: WriteKeys): void {
    const { event_id, seq } = event;
    if (seq === undefined || seq === 0n || event_id === undefined || event_id.trim() === "") return;
    const data = asObject(event.data) ?? {};
    this.#check(event, event_id, data, keys.turn_id);
    for (const [entity_id, kind, props] of this.#rules(event.type, event_id, data)) {
      this.entities.write({
        entity_id,
        kind,
        props,
        version: seq,
        ordinal: event.ordinal,
        at_ms: timeOf(event),
        ...keys,
      });
    }
  }

  /** Looks at what a frame of a message says of the frames before it. */
  #check(event: FoldEvent, id: string, data: JsonObject, turn_id: string | undefined): void {
    switch (event.type) {
      case "llm.start":
      case "llm.thinking.start":
        this.#ended.delete(id);
        this.#coverageOf(id).begin();
        break;
      case "llm.delta":
      case "llm.thinking.delta":
        this.#checkDelta(event, id, data, turn_id);
        break;
      case "llm.final":
      case "llm.thinking.final":
        this.#ended.set(id, event.ordinal);
        this.#noteMissing(this.#coverageOf(id).finish(), id, event, turn_id);
        break;
    }
  }

  #checkDelta(event: FoldEvent, id: string, data: JsonObject, turn_id: string | undefined): void {
    const cumulative = asText(data["cumulative"]);
    const delta = asText(data["delta"]);
    // Without data the frame writes nothing; a damaged recording is no disorder.
    if (cumulative === undefined) return;
    const previous_ordinal = this.#ended.get(id);
    if (previous_ordinal !== undefined) {
      const detail = `${event.type} after the end of the message`;
      this.findings.note({
        kind: "write_after_final",
        entity_id: id,
        entity_kind: "message",
        event,
        detail,
        previous_ordinal,
        turn_id,
      });
    }
    if (delta === undefined) return;
    this.#noteMissing(
      this.#coverageOf(id).take({ delta, cumulative, ordinal: event.ordinal }),
      id,
      event,
      turn_id,
    );
  }

  #noteMissing(
    parts: readonly MissingPart[],
    id: string,
    event: FoldEvent,
    turn_id: string | undefined,
  ): void {
    for (const { from, to, previous_ordinal, next_ordinal } of parts) {
      const detail = `characters ${String(from)} to ${String(to)} of the text came with no frame`;
      this.findings.note({
        kind: "lost_delta",
        entity_id: id,
        entity_kind: "message",
        event,
        detail,
        previous_ordinal,
        next_ordinal,
        turn_id,
      });
    }
  }

  #coverageOf(id: string): DeltaCoverage {
    const known = this.#coverage.get(id);
    if (known !== undefined) return known;
    const coverage = new DeltaCoverage();
    this.#coverage.set(id, coverage);
    return coverage;
  }

  #rules(type: string, id: string, data: JsonObject): readonly ProjectedEntity[] {
    switch (type) {
      case "chat.message":
        return [[id, "message", messageOfChat(data)]];
      case "llm.start":
      case "llm.thinking.start":
        return [this.#start(id, asText(data["role"]) ?? (type === "llm.start" ? "assistant" : "thinking"))];
      case "llm.delta":
      case "llm.thinking.delta":
        return this.#delta(id, data);
      case "llm.final":
        return [this.#finish(id, asText(data["text"]), "assistant")];
      case "llm.thinking.final":
        return [this.#finish(id, undefined, "thinking")];
      case "llm.thinking.summary":
        return [this.#finish(id, asText(data["text"]), "thinking")];
      case "tool.start":
        return [this.#toolStart(id, data)];
      case "tool.done":
        return [this.#toolDone(id)];
      case "tool.result":
        return [toolResult(id, data)];
      case "thinking.mode.started":
      case "thinking.mode.update":
      case "thinking.mode.completed":
        return [thinkingMode(type, id, data)];
      default:
        return projectHypercard(type, id, data);
    }
  }

  #start(id: string, role: string): ProjectedEntity {
    this.#roles.set(id, role);
    return [id, "message", message(role, "", true)];
  }

  #delta(id: string, data: JsonObject): readonly ProjectedEntity[] {
    const cumulative = asText(data["cumulative"]);
    const delta = asText(data["delta"]);
    if (cumulative === undefined && delta === undefined) return [];
    const text = cumulative ?? `${this.#contents.get(id) ?? ""}${delta ?? ""}`;
    this.#contents.set(id, text);
    return [[id, "message", message(this.#roles.get(id) ?? "assistant", text, true)]];
  }

  #finish(id: string, text: string | undefined, defaultRole: string): ProjectedEntity {
    const content = text ?? this.#contents.get(id) ?? "";
    const role = this.#roles.get(id) ?? defaultRole;
    this.#contents.set(id, content);
    this.#roles.set(id, role);
    return [id, "message", message(role, content, false)];
  }

  #toolStart(id: string, data: JsonObject): ProjectedEntity {
    const tool = { name: asText(data["name"]) ?? "", input: structured(data["input"]) };
    this.#tools.set(id, tool);
    return [id, "tool_call", toolCall(tool.name, tool.input, "running")];
  }

  #toolDone(id: string): ProjectedEntity {
    const tool = this.#tools.get(id);
    return [id, "tool_call", toolCall(tool?.name ?? "", tool?.input ?? null, "completed")];
  }
}

function message(role: string, content: string, streaming: boolean): JsonObject {
  return { content, metadata: {}, role, schemaVersion: 1, streaming };
}

function messageOfChat(data: JsonObject): JsonObject {
  const known = message(
    asText(data["role"]) ?? "",
    asText(data["content"]) ?? "",
    asBoolean(data["streaming"]) ?? false,
  );
  return { ...data, ...known, metadata: asObject(data["metadata"]) ?? {} };
}

function toolCall(name: string, input: JsonValue, status: "running" | "completed"): JsonObject {
  const done = status === "completed";
  return { done, input, name, progress: done ? 1 : 0, schemaVersion: 1, status };
}

/** The frame's result with the parsed object, or `{raw}` where it is not the text of an object. */
function toolResult(id: string, data: JsonObject): ProjectedEntity {
  const customKind = asText(data["customKind"]);
  const stated = data["result"];
  const resultRaw = typeof stated === "string" ? stated : "";
  const name = asText(data["name"]);
  const props: JsonObject = {
    customKind: customKind ?? "",
    error: "",
    ...(name === undefined ? {} : { name }),
    result: asObject(stated) ?? asObject(structured(stated)) ?? { raw: resultRaw },
    resultRaw,
    schemaVersion: 1,
    toolCallId: id,
  };
  return [`${id}:${customKind === undefined ? "result" : "custom"}`, "tool_result", props];
}

/** Value of a text that holds a JSON object; any other value as it is; null when absent. */
export function structured(value: JsonValue | undefined): JsonValue {
  if (typeof value !== "string") return value ?? null;
  if (!value.trimStart().startsWith("{")) return value;
  try {
    return parseExact(value);
  } catch {
    // A text that starts like an object and is none stays a text.
    return value;
  }
}

function thinkingMode(type: string, id: string, data: JsonObject): ProjectedEntity {
  const inner = asObject(data["data"]) ?? {};
  const error = asText(data["error"]) ?? "";
  const success = asBoolean(data["success"]) ?? false;
  const completed = type === "thinking.mode.completed";
  const props: JsonObject = {
    error,
    mode: asText(inner["mode"]) ?? "",
    phase: asText(inner["phase"]) ?? "",
    reasoning: asText(inner["reasoning"]) ?? "",
    schemaVersion: 1,
    status: !completed ? "active" : success && error === "" ? "completed" : "error",
    success: completed && success,
  };
  return [asText(data["itemId"]) ?? id, "thinking_mode", props];
}
