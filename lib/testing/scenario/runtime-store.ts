import { parseExact } from "@/lib/domain/json/exact-json";
import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { SemFrame } from "./sem-envelope";

/** A timeline entity as the simulated runtime keeps it. */
export interface StoredEntity {
  readonly id: string;
  readonly kind: string;
  props: Readonly<Record<string, JsonValue>>;
  readonly createdAtMs: number;
  updatedAtMs: number;
  readonly firstVersion: bigint;
  lastVersion: bigint;
}

/** Streaming writes of one message are at least this far apart, ms. */
const throttleMs = 250;

/**
 * The timeline store of the simulated runtime, by the projection rules of the February 2026 generation.
 * It is written apart from the console's own projection on purpose: it stands for the observed system,
 * and a test that compares both must be able to fail. Writes can be lost, as they are in real stores.
 */
export class RuntimeStore {
  readonly entities = new Map<string, StoredEntity>();
  #roles = new Map<string, string>();
  #contents = new Map<string, string>();
  #tools = new Map<string, { name: string; input: JsonValue }>();
  #lastDelta = new Map<string, number>();
  #losing = 0;

  /** Loses the next writes, silently. */
  lose(writes: number): void {
    this.#losing += writes;
  }

  /** A restarted process has empty caches; the rows stay. */
  forget(): void {
    this.#roles = new Map();
    this.#contents = new Map();
    this.#tools = new Map();
    this.#lastDelta = new Map();
  }

  /** Folds one frame in. Gives the entity that was written, if one was. */
  apply(frame: SemFrame, atMs: number): StoredEntity | undefined {
    if (frame.seq === undefined || frame.seq === 0n) return undefined;
    const state = this.#project(frame, asObject(frame.data) ?? {}, atMs);
    if (state === undefined) return undefined;
    if (this.#losing > 0) {
      this.#losing -= 1;
      return undefined;
    }
    return this.#write(state.id ?? frame.id, state.kind, state.props, frame.seq, atMs);
  }

  #project(frame: SemFrame, data: JsonObject, atMs: number): Projected | undefined {
    const id = frame.id;
    switch (frame.type) {
      case "chat.message":
        return message("user", asText(data["content"]) ?? "", false);
      case "llm.start":
      case "llm.thinking.start": {
        const role = asText(data["role"]) ?? (frame.type === "llm.start" ? "assistant" : "thinking");
        this.#roles.set(id, role);
        return message(role, "", true);
      }
      case "llm.delta":
      case "llm.thinking.delta": {
        const content = asText(data["cumulative"]);
        if (content === undefined) return undefined;
        this.#contents.set(id, content);
        const last = this.#lastDelta.get(id);
        if (last !== undefined && atMs - last < throttleMs) return undefined;
        this.#lastDelta.set(id, atMs);
        return message(this.#roles.get(id) ?? "assistant", content, true);
      }
      case "llm.final":
        return message(
          this.#roles.get(id) ?? "assistant",
          asText(data["text"]) ?? this.#contents.get(id) ?? "",
          false,
        );
      case "llm.thinking.final":
      case "llm.thinking.summary":
        return message(
          this.#roles.get(id) ?? "thinking",
          asText(data["text"]) ?? this.#contents.get(id) ?? "",
          false,
        );
      case "tool.start": {
        const tool = { name: asText(data["name"]) ?? "", input: data["input"] ?? null };
        this.#tools.set(id, tool);
        return toolCall(tool, false);
      }
      case "tool.done":
        return toolCall(this.#tools.get(id) ?? { name: "", input: null }, true);
      case "tool.result":
        return toolResult(id, data);
      default:
        return undefined;
    }
  }

  #write(
    id: string,
    kind: string,
    props: StoredEntity["props"],
    version: bigint,
    atMs: number,
  ): StoredEntity {
    const known = this.entities.get(id);
    if (known !== undefined) {
      known.props = props;
      known.updatedAtMs = atMs;
      known.lastVersion = version;
      return known;
    }
    const times = { createdAtMs: atMs, updatedAtMs: atMs };
    const entity = { id, kind, props, ...times, firstVersion: version, lastVersion: version };
    this.entities.set(id, entity);
    return entity;
  }
}

interface Projected {
  readonly id?: string;
  readonly kind: string;
  readonly props: StoredEntity["props"];
}

function message(role: string, content: string, streaming: boolean): Projected {
  return { kind: "message", props: { content, metadata: {}, role, schemaVersion: 1, streaming } };
}

function toolCall(tool: { name: string; input: JsonValue }, done: boolean): Projected {
  const state = { done, progress: done ? 1 : 0, status: done ? "completed" : "running" };
  return { kind: "tool_call", props: { ...state, input: tool.input, name: tool.name, schemaVersion: 1 } };
}

function toolResult(callId: string, data: JsonObject): Projected {
  const raw = asText(data["result"]) ?? "";
  const customKind = asText(data["customKind"]) ?? "";
  const props = { customKind, error: "", result: parsedResult(raw), resultRaw: raw, schemaVersion: 1 };
  return {
    id: `${callId}:${customKind === "" ? "result" : "custom"}`,
    kind: "tool_result",
    props: { ...props, toolCallId: callId },
  };
}

/** The object that a result text holds, else the text under `raw`. */
function parsedResult(raw: string): JsonValue {
  if (!raw.startsWith("{")) return { raw };
  try {
    return parseExact(raw);
  } catch {
    // Not JSON after all: the runtime keeps the text.
    return { raw };
  }
}
