import type { output, ZodType } from "zod";
import { apiFetch } from "./api-fetch";
import { apiFetchExact } from "./inspector-fetch";

/*
 * Contracts are loaded with the first answer rather than with the page: schemas of every domain would double
 * the script of the first screen.
 */

/** Address of a conversation in the API. */
export const conversationPath = (convId: string) => `/api/v1/conversations/${encodeURIComponent(convId)}`;

/** What the keys of everything asked about a conversation begin with. */
export const conversationKey = (convId: string) => ["conversations", convId] as const;

/** Loads a contract and fetches with it. */
export async function fetchWith<S extends ZodType>(
  path: string,
  contract: Promise<S>,
  signal: AbortSignal,
): Promise<output<S>> {
  return apiFetch(path, await contract, { signal });
}

/** The same for answers that carry payloads, whose integers may be beyond 2^53. */
export async function fetchExactWith<S extends ZodType>(
  path: string,
  contract: Promise<S>,
  signal: AbortSignal,
): Promise<output<S>> {
  return apiFetchExact(path, await contract, { signal });
}
