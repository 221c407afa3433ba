import { findPingAround, findProjectionStage, listLiveLags, listSocketsOver } from "@/db/queries/turn-stages";
import { findTurn } from "@/db/queries/turns";
import type { ReadStore } from "@/db/store";
import type { TurnStages } from "@/lib/contracts/turn";
import { ConsoleError } from "@/lib/domain/console-error";
import { requireConversation } from "../conversations/require-conversation";
import type { ServiceContext } from "../service-context";

/** What is recorded of the work of a turn beside its calls: projection and delivery. Throws conversation-not-found and not-found. */
export function getTurnStages({ store }: ServiceContext, convId: string, turnId: string): TurnStages {
  requireConversation(store, convId);
  const turn = findTurn(store, convId, turnId);
  if (turn === undefined)
    throw new ConsoleError("not-found", "The conversation has no such turn.", {
      details: { turn_id: turnId },
    });
  const { started_at_ms, finished_at_ms } = turn;
  return {
    projection: findProjectionStage(store, convId, turnId) ?? null,
    delivery:
      started_at_ms === null
        ? null
        : deliveryOf(store, convId, started_at_ms, finished_at_ms ?? started_at_ms),
  };
}

/** Costs the sockets of the conversation and a sample of the turn's envelopes. */
function deliveryOf(store: ReadStore, convId: string, fromMs: number, toMs: number): TurnStages["delivery"] {
  const ping_ms = findPingAround(store, convId, fromMs, toMs) ?? null;
  const sockets = [...listSocketsOver(store, convId, fromMs, toMs)];
  const lags = [...listLiveLags(store, convId, fromMs, toMs)].sort((a, b) => a - b);
  const max_ms = lags.at(-1);
  const median_ms = lags[Math.floor((lags.length - 1) / 2)];
  const lag =
    max_ms === undefined || median_ms === undefined ? null : { median_ms, max_ms, count: lags.length };
  return ping_ms === null && sockets.length === 0 && lag === null ? null : { ping_ms, sockets, lag };
}
