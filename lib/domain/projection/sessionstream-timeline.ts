import { asBoolean, asObject, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import type { EntityTable } from "./entity-table";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProjectionFindings } from "./projection-findings";
import type { ProjectedEntity, WriteKeys } from "./sem-timeline";
import { TextPatches, type PatchMisfit } from "./text-patches";

/** Members of an event that an entity takes over as they are; absent ones are left out. */
function taken(data: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]] as const])),
  );
}

/**
 * The timeline projection of the newest runtime as a pure fold (research notes, section i.2; the rules were
 * found by comparing with its stored entities). Starts of segments write nothing: a message exists from its
 * first patch on, and an empty segment leaves no message.
 */
export class SessionstreamTimeline {
  readonly #patches = new TextPatches();

  constructor(
    private readonly entities: EntityTable,
    private readonly findings: ProjectionFindings,
  ) {}

  apply(event: FoldEvent, keys: WriteKeys): void {
    const data = asObject(event.data);
    if (data === undefined || event.seq === undefined) return;
    const written = this.#rules(event, data);
    if (written === undefined) return;
    const [entity_id, kind, props] = written;
    this.entities.write({
      entity_id,
      kind,
      props,
      version: event.seq,
      ordinal: event.ordinal,
      at_ms: timeOf(event),
      ...keys,
    });
  }

  #rules(event: FoldEvent, data: JsonObject): ProjectedEntity | undefined {
    const type = event.type;
    if (type.startsWith("ChatText") || type.startsWith("ChatReasoning")) return this.#segment(event, data);
    if (type.startsWith("ChatTool")) return this.#tool(event, data);
    if (type.startsWith("ChatWidgetInstance")) return this.#widget(type, data);
    const id = asText(data["messageId"]);
    switch (type) {
      case "ChatUserMessageAccepted":
        return id === undefined ? undefined : [id, "ChatMessage", taken(data, userFields)];
      case "ChatRunFailed":
        return id === undefined ? undefined : [id, "ChatMessage", failedRun(id, data)];
      case "ChatAgentModeCommitted":
        return id === undefined ? undefined : [id, "AgentMode", data];
      case "ChatFrontendToolCallRequested":
      case "ChatFrontendToolResultReceived":
        return this.#frontendTool(data);
      default:
        return undefined;
    }
  }

  #segment(event: FoldEvent, data: JsonObject): ProjectedEntity | undefined {
    const id = asText(data["messageId"]);
    if (id === undefined) return undefined;
    const before = this.entities.get("ChatMessage", id)?.write.props;
    if (event.type.endsWith("Patch") || event.type.endsWith("Delta"))
      return this.#patch(id, event, data, before);
    if (event.type === "ChatTextSegmentStarted") this.#patches.set(id, "");
    if (!event.type.endsWith("SegmentFinished")) return undefined;
    const stated = asText(data["text"]) ?? asText(data["content"]);
    if (stated === undefined && before === undefined) return undefined;
    const text = stated ?? this.#patches.textOf(id);
    this.#patches.set(id, text);
    const final = asBoolean(data["final"]);
    return [
      id,
      "ChatMessage",
      { ...segmentProps(id, event, data, text), ...(final === undefined ? {} : { final }) },
    ];
  }

  #patch(
    id: string,
    event: FoldEvent,
    data: JsonObject,
    before: JsonObject | undefined,
  ): ProjectedEntity | undefined {
    const added = asText(data["text"]) ?? asText(data["delta"]) ?? "";
    const reopened = before !== undefined && before["status"] !== "streaming";
    const startsOver = reopened && data["offset"] === undefined && data["mode"] !== undefined;
    // Ids of messages repeat after a restart of older runtimes: a stream from offset 0 is a new message.
    if (startsOver) this.#patches.set(id, "");
    if (reopened && !startsOver)
      this.#note("write_after_final", id, "ChatMessage", event, "a patch came after the end of the message");
    const misfit = this.#patches.apply(id, data, added);
    if (misfit !== undefined) this.#note("lost_delta", id, "ChatMessage", event, describe(misfit));
    const text = this.#patches.textOf(id);
    if (text === "") return undefined;
    const status = asText(data["status"]) ?? "streaming";
    return [id, "ChatMessage", { ...segmentProps(id, event, data, text), status, streaming: true }];
  }

  #tool(event: FoldEvent, data: JsonObject): ProjectedEntity | undefined {
    const id = asText(data["toolCallId"]);
    if (id === undefined) return undefined;
    if (event.type === "ChatToolResultReady")
      return [`${id}:result`, "ChatToolResult", taken(data, resultFields)];
    const before = this.entities.get("ChatToolCall", id)?.write.props ?? {};
    const { executing: _executing, ...kept } = before;
    const input =
      event.type === "ChatToolArgumentsPatch" ? this.#argumentsPatch(id, event, data) : asText(data["input"]);
    // A sparse event does not clear what is known: name and input stay.
    return [
      id,
      "ChatToolCall",
      { ...kept, ...taken(data, callFields), ...(input === undefined ? {} : { input }) },
    ];
  }

  #argumentsPatch(id: string, event: FoldEvent, data: JsonObject): string {
    const stream = `arguments of ${id}`;
    const misfit = this.#patches.apply(stream, data, asText(data["arguments"]) ?? "");
    if (misfit !== undefined) this.#note("lost_delta", id, "ChatToolCall", event, describe(misfit));
    return this.#patches.textOf(stream);
  }

  #frontendTool(data: JsonObject): ProjectedEntity | undefined {
    const id = asText(data["toolCallId"]);
    if (id === undefined) return undefined;
    const before = this.entities.get("ChatFrontendToolCall", id)?.write.props ?? {};
    return [id, "ChatFrontendToolCall", { ...before, ...data }];
  }

  #widget(type: string, data: JsonObject): ProjectedEntity | undefined {
    const id = asText(data["instanceId"]);
    if (id === undefined) return undefined;
    const before = this.entities.get("ChatWidgetInstance", id)?.write.props ?? {};
    const { patch, patchPaths: _paths, ...rest } = data;
    const removed: JsonObject = type === "ChatWidgetInstanceRemoved" ? { status: "removed" } : {};
    const props: JsonValue = { ...asObject(before["props"]), ...asObject(rest["props"]), ...asObject(patch) };
    return [id, "ChatWidgetInstance", { ...before, ...rest, ...removed, props }];
  }

  #note(
    kind: "lost_delta" | "write_after_final",
    entity_id: string,
    entity_kind: string,
    event: FoldEvent,
    detail: string,
  ): void {
    const previous_ordinal = this.entities.get(entity_kind, entity_id)?.write.ordinal;
    this.findings.note({ kind, entity_id, entity_kind, event, detail, previous_ordinal });
  }
}

const userFields = ["messageId", "role", "prompt", "text", "content", "status", "attachments"] as const;
const segmentFields = ["role", "prompt", "status", "correlation"] as const;
const callFields = ["messageId", "toolCallId", "toolName", "executing", "status", "correlation"] as const;
const resultFields = ["messageId", "toolCallId", "toolName", "result", "status", "correlation"] as const;

function segmentProps(id: string, event: FoldEvent, data: JsonObject, text: string): JsonObject {
  const root = asText(data["parentMessageId"]) ?? rootOf(id);
  const reasoning = event.type.startsWith("ChatReasoning");
  return {
    messageId: id,
    ...taken(data, segmentFields),
    ...(text.trim() === "" ? {} : { text, content: text }),
    ...(root === undefined ? {} : { parentMessageId: root }),
    ...(reasoning ? { segmentType: "reasoning" } : {}),
  };
}

/** Message of the run in the id of one of its segments: `<root>:text:<segment>`. */
export function rootOf(message_id: string): string | undefined {
  return /^(.+?):(?:text|thinking|warning)(?::|$)/.exec(message_id)?.[1];
}

function failedRun(messageId: string, data: JsonObject): JsonObject {
  const text = asText(data["error"]) ?? "";
  return {
    messageId,
    role: "error",
    text,
    content: text,
    status: "failed",
    final: true,
    ...taken(data, ["correlation"]),
  };
}

function describe({ expected, offset }: PatchMisfit): string {
  return offset > expected
    ? `a patch at byte ${String(offset)} of a text of ${String(expected)} bytes: something before it is missing`
    : `a patch at byte ${String(offset)} of a text of ${String(expected)} bytes: it was sent before, or the text restarted`;
}
