import { queryOptions } from "@tanstack/react-query";
import { conversationKey, conversationPath, fetchExactWith, fetchWith } from "./conversation-fetch";
import { freshness } from "./query-client";
import { turnDetailOf, type SnapshotDetail } from "./turn-detail";

/* Records one by one, as options for React Query. Lists are in inspector-list-queries.ts. */

export const conversationOptions = (convId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "detail"],
    queryFn: ({ signal }) =>
      fetchWith(
        conversationPath(convId),
        import("@/lib/contracts/conversation").then((m) => m.conversationDetailSchema),
        signal,
      ),
  });

export const middlewareOptions = (convId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "middleware"],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${conversationPath(convId)}/middleware`,
        import("@/lib/contracts/middleware").then((m) => m.middlewareReportSchema),
        signal,
      ),
  });

/** Recorded work of a turn beside its calls. */
export const turnStagesOptions = (convId: string, turnId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "stages", turnId],
    queryFn: ({ signal }) =>
      fetchWith(
        `${conversationPath(convId)}/turns/${encodeURIComponent(turnId)}/stages`,
        import("@/lib/contracts/turn").then((m) => m.turnStagesSchema),
        signal,
      ),
    staleTime: freshness.facets,
  });

/** A snapshot that is wanted whole where its turn has too many places to tell them all. */
type WholeSnapshot = Pick<SnapshotDetail, "phase" | "snapshot_at_ms">;

/** One turn with every snapshot and its blocks. */
export const turnOptions = (convId: string, turnId: string, whole?: WholeSnapshot) => {
  const asked =
    whole === undefined
      ? ""
      : `?${new URLSearchParams({ phase: whole.phase, at: String(whole.snapshot_at_ms) }).toString()}`;
  return queryOptions({
    queryKey: [...conversationKey(convId), "turn", turnId, asked],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${conversationPath(convId)}/turns/${encodeURIComponent(turnId)}${asked}`,
        import("@/lib/contracts/turn").then((m) => m.turnAnswerSchema),
        signal,
      ).then(turnDetailOf),
    staleTime: freshness.facets,
  });
};

/** Parsed fields and payload of one envelope. */
export const eventOptions = (ordinal: string) =>
  queryOptions({
    queryKey: ["events", ordinal],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `/api/v1/events/${ordinal}`,
        import("@/lib/contracts/event").then((m) => m.eventDetailSchema),
        signal,
      ),
    staleTime: freshness.facets,
  });

/** One entity with its props, its history and what the other origin has of it. */
export const entityOptions = (convId: string, entityId: string, kind: string, origin: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "entity", entityId, kind, origin],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${conversationPath(convId)}/timeline/${encodeURIComponent(entityId)}?${new URLSearchParams({ kind, origin }).toString()}`,
        import("@/lib/contracts/timeline").then((m) => m.entityDetailSchema),
        signal,
      ),
  });

export const modelCallOptions = (convId: string, callId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "model-call", callId],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${conversationPath(convId)}/model-calls/${encodeURIComponent(callId)}`,
        import("@/lib/contracts/call").then((m) => m.modelCallDetailSchema),
        signal,
      ),
  });

export const toolCallOptions = (convId: string, toolCallId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "tool-call", toolCallId],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${conversationPath(convId)}/tool-calls/${encodeURIComponent(toolCallId)}`,
        import("@/lib/contracts/call").then((m) => m.toolCallDetailSchema),
        signal,
      ),
  });

/** Panics are records of processes; the system report lists them. */
export const systemOptions = queryOptions({
  queryKey: ["system"],
  queryFn: ({ signal }) =>
    fetchWith(
      "/api/v1/system",
      import("@/lib/contracts/system").then((m) => m.systemReportSchema),
      signal,
    ),
});

/** One recorded failure with its cause chain. */
export const errorOptions = (errorId: string) =>
  queryOptions({
    queryKey: ["errors", errorId],
    queryFn: ({ signal }) =>
      fetchWith(
        `/api/v1/errors/${encodeURIComponent(errorId)}`,
        import("@/lib/contracts/error").then((m) => m.errorDetailSchema),
        signal,
      ),
  });

/** One WebSocket session with its pings. */
export const wsSessionOptions = (socketId: string) =>
  queryOptions({
    queryKey: ["ws", socketId],
    queryFn: ({ signal }) =>
      fetchWith(
        `/api/v1/transport/ws/${encodeURIComponent(socketId)}`,
        import("@/lib/contracts/transport").then((m) => m.wsSessionDetailSchema),
        signal,
      ),
  });
