import type { CallFacts } from "./call-facts";

/** The runtime's clock and the recorder's may be this far apart, ms. */
const clockTolerance_ms = 250;
/** The runtime may end a call this much after its answer, ms: filters and stores come between. */
const endTolerance_ms = 2_000;

/**
 * Whether an answer of a provider may be what a call of the runtime got: the call's tokens came while the answer
 * streamed, and nothing that both say differs. Both need times.
 */
export function isAnswerOf(answer: CallFacts, call: CallFacts): boolean {
  const began = answer.started_at_ms;
  const ended = answer.finished_at_ms ?? answer.last_at_ms;
  const first = call.first_token_at_ms ?? call.started_at_ms;
  const last = call.finished_at_ms ?? call.last_at_ms;
  if (began === undefined || ended === undefined || first === undefined || last === undefined) return false;
  const isWithin = first >= began - clockTolerance_ms && first <= ended + clockTolerance_ms;
  return isWithin && Math.abs(last - ended) <= endTolerance_ms && agree(answer, call);
}

function agree(answer: CallFacts, call: CallFacts): boolean {
  const [said, told] = [answer.usage?.output_tokens, call.usage?.output_tokens];
  if (said !== undefined && told !== undefined && said !== told) return false;
  const model = call.request_model ?? call.response_model;
  // Providers answer with a dated name of the model that was asked for.
  return (
    model === undefined ||
    answer.response_model === undefined ||
    answer.response_model.startsWith(model) ||
    model.startsWith(answer.response_model)
  );
}
