import type { ConversationDetail } from "@/lib/contracts/conversation";

/**
 * The record with which the inspector opens when the address names none: what failed last, since that is
 * why most people come. Null where nothing failed: then the first row of the list is taken.
 */
export function openingRef({ last_errors }: Pick<ConversationDetail, "last_errors">): string | null {
  return last_errors[0]?.ref ?? null;
}
