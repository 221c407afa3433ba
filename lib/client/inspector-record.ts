import { queryOptions, type QueryClient } from "@tanstack/react-query";
import type { ModelCallDetail, ToolCallDetail } from "@/lib/contracts/call";
import type { RecordedErrorDetail, RecordedPanic } from "@/lib/contracts/error";
import type { EventDetail, OrderingAnomalyRow } from "@/lib/contracts/event";
import type {
  GuardrailDecisionRow,
  MiddlewareReport,
  MiddlewareStepRow,
  ModeDecisionRow,
  PlannerDecisionRow,
  PromptTransformRow,
} from "@/lib/contracts/middleware";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { EntityDetail, EntityVersionRow, ProjectionFaultRow } from "@/lib/contracts/timeline";
import type { HttpRequestRow, WsSessionDetail } from "@/lib/contracts/transport";
import type { SnapshotDetail, TurnDetail } from "./turn-detail";
import { transportOptions } from "./inspector-list-queries";
import {
  conversationOptions,
  entityOptions,
  errorOptions,
  eventOptions,
  middlewareOptions,
  modelCallOptions,
  systemOptions,
  toolCallOptions,
  turnOptions,
  wsSessionOptions,
} from "./inspector-record-queries";
import { freshness } from "./query-client";

/** A record in full, whatever its kind. `missing`: nothing of that name is in the store. */
export type InspectedRecord =
  | { readonly kind: "event"; readonly detail: EventDetail }
  | { readonly kind: "turn"; readonly detail: TurnDetail }
  | { readonly kind: "snapshot"; readonly detail: TurnDetail; readonly snapshot: SnapshotDetail }
  | { readonly kind: "entity"; readonly detail: EntityDetail }
  | {
      readonly kind: "entity_version";
      readonly detail: EntityDetail;
      readonly version: EntityVersionRow | undefined;
    }
  | { readonly kind: "model_call"; readonly detail: ModelCallDetail }
  | { readonly kind: "tool_call"; readonly detail: ToolCallDetail }
  | { readonly kind: "middleware"; readonly row: MiddlewareStepRow }
  | { readonly kind: "mode"; readonly row: ModeDecisionRow }
  | { readonly kind: "transform"; readonly row: PromptTransformRow }
  | { readonly kind: "guardrail"; readonly row: GuardrailDecisionRow }
  | { readonly kind: "planner"; readonly row: PlannerDecisionRow }
  | { readonly kind: "http"; readonly row: HttpRequestRow }
  | { readonly kind: "ws"; readonly detail: WsSessionDetail }
  | { readonly kind: "error"; readonly row: RecordedErrorDetail }
  | { readonly kind: "anomaly"; readonly row: OrderingAnomalyRow }
  | { readonly kind: "fault"; readonly row: ProjectionFaultRow }
  | { readonly kind: "panic"; readonly row: RecordedPanic }
  | { readonly kind: "missing" };

/** The record under a reference, from the cheapest answer that holds it. */
export const recordOptions = (convId: string, ref: string) =>
  queryOptions({
    queryKey: ["conversations", convId, "record", ref],
    queryFn: ({ client }) => findRecord(client, convId, ref),
    staleTime: freshness.list,
  });

async function findRecord(client: QueryClient, convId: string, ref: string): Promise<InspectedRecord> {
  const { kind, parts } = parseRecordRef(ref) ?? { kind: undefined, parts: [] };
  const [first = "", second = "", third = "", fourth = ""] = parts;
  switch (kind) {
    case "event":
      return { kind, detail: await client.fetchQuery(eventOptions(first)) };
    case "turn":
      return { kind, detail: await client.fetchQuery(turnOptions(convId, second)) };
    case "snapshot": {
      const found = snapshotIn(await client.fetchQuery(turnOptions(convId, second)), ref);
      if (found === undefined) return missing;
      if (found.snapshot.is_whole) return found;
      return snapshotIn(await client.fetchQuery(turnOptions(convId, second, found.snapshot)), ref) ?? missing;
    }
    case "entity":
      return { kind, detail: await client.fetchQuery(entityOptions(convId, second, third, fourth)) };
    case "entity_version": {
      const detail = await client.fetchQuery(entityOptions(convId, second, third, fourth));
      return { kind, detail, version: detail.versions.find((candidate) => candidate.ref === ref) };
    }
    case "model_call":
      return { kind, detail: await client.fetchQuery(modelCallOptions(convId, second)) };
    case "tool_call":
      return { kind, detail: await client.fetchQuery(toolCallOptions(convId, second)) };
    case "middleware":
    case "mode":
    case "transform":
    case "guardrail":
    case "planner":
      return decisionIn(await client.fetchQuery(middlewareOptions(convId)), ref);
    case "http":
      return findHttp(client, convId, ref);
    // A socket stands twice in the list, at its connect and at its close: `ws:<id>` and `ws:<id>/close`.
    case "ws":
      return { kind, detail: await client.fetchQuery(wsSessionOptions(first)) };
    case "error":
      return { kind, row: await client.fetchQuery(errorOptions(first)) };
    case "anomaly":
    case "fault": {
      const { anomalies, faults } = await client.fetchQuery(conversationOptions(convId));
      const anomaly = anomalies.find((row) => row.ref === ref);
      if (anomaly !== undefined) return { kind: "anomaly", row: anomaly };
      const fault = faults.find((row) => row.ref === ref);
      return fault === undefined ? missing : { kind: "fault", row: fault };
    }
    case "panic": {
      const { panics } = await client.fetchQuery(systemOptions);
      const row = panics.find((panic) => panic.ref === ref);
      return row === undefined ? missing : { kind, row };
    }
    case "conversation":
    case "incident":
    case undefined:
      return missing;
  }
}

const missing: InspectedRecord = { kind: "missing" };

function snapshotIn(detail: TurnDetail, ref: string) {
  const snapshot = detail.snapshots.find((candidate) => candidate.ref === ref);
  return snapshot === undefined ? undefined : ({ kind: "snapshot", detail, snapshot } as const);
}

function decisionIn(report: MiddlewareReport, ref: string): InspectedRecord {
  const isIt = (row: { readonly ref: string }): boolean => row.ref === ref;
  const step = report.steps.find(isIt);
  if (step !== undefined) return { kind: "middleware", row: step };
  const mode = report.modes.find(isIt);
  if (mode !== undefined) return { kind: "mode", row: mode };
  const transform = report.transforms.find(isIt);
  if (transform !== undefined) return { kind: "transform", row: transform };
  const guardrail = report.guardrails.find(isIt);
  if (guardrail !== undefined) return { kind: "guardrail", row: guardrail };
  const planner = report.planner.find(isIt);
  return planner === undefined ? missing : { kind: "planner", row: planner };
}

async function findHttp(client: QueryClient, convId: string, ref: string): Promise<InspectedRecord> {
  const { pages } = await client.fetchInfiniteQuery({ ...transportOptions(convId), pages: 10 });
  for (const item of pages.flatMap((page) => page.items)) {
    if (item.kind === "http" && item.http.ref === ref) return { kind: "http", row: item.http };
  }
  return missing;
}
