import { findPingAround, findProjectionStage } from "@/db/queries/turn-stages";
import { findTurn } from "@/db/queries/turns";
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
  const ping =
    started_at_ms === null
      ? undefined
      : findPingAround(store, convId, started_at_ms, finished_at_ms ?? started_at_ms);
  return {
    projection: findProjectionStage(store, convId, turnId) ?? null,
    delivery: ping === undefined ? null : { ping_ms: ping },
  };
}
