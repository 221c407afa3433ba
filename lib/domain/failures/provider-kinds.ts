import { failureKind as kind } from "./failure-kind";

/** Failures of calls to model providers. */
export const providerKinds = {
  "provider.invalid_request": kind(
    "Provider refused the request",
    "The model provider refused the request as invalid.",
    {
      cause: "A parameter, message order or item that the provider does not accept (HTTP 400).",
      remedy: "Read the provider's message; compare the request's blocks with the turn before it.",
    },
  ),
  "provider.auth": kind("Provider authentication failed", "The model provider refused the credentials.", {
    severity: "critical",
    cause: "A missing, wrong or revoked key, or a key without the permission (HTTP 401, 403).",
    remedy: "Renew or exchange the key.",
  }),
  "provider.rate_limit": kind("Rate limit", "The model provider limited the rate of requests.", {
    retryable: true,
    cause: "More requests or tokens per minute than the account allows (HTTP 429).",
    remedy: "Wait as long as the provider says, send less, or raise the limit.",
  }),
  "provider.quota_exceeded": kind("Quota exhausted", "The account at the model provider has no quota left.", {
    severity: "critical",
    cause: "Billing limit or credit used up.",
    remedy: "Raise the limit; repeating does not help.",
  }),
  "provider.server_error": kind(
    "Provider server error",
    "The model provider failed with an internal error.",
    {
      retryable: true,
      cause: "A fault at the provider (HTTP 500).",
      remedy: "Repeat with backoff; see the provider's status page.",
    },
  ),
  "provider.bad_gateway": kind("Bad gateway", "A gateway in front of the model provider failed.", {
    retryable: true,
    cause: "The gateway got no usable answer (HTTP 502, 504), often an HTML page instead of JSON.",
    remedy: "Repeat with backoff.",
  }),
  "provider.overloaded": kind("Provider overloaded", "The model provider is overloaded.", {
    retryable: true,
    cause: "No capacity for the model (HTTP 503, 529, overloaded).",
    remedy: "Repeat with backoff or use another model.",
  }),
  "provider.timeout": kind("Provider timeout", "The model provider did not answer in time.", {
    retryable: true,
    cause: "A slow model, a long prompt or a short timeout.",
    remedy: "Repeat; raise the timeout for long answers.",
  }),
  "provider.connection_failed": kind(
    "No connection to the provider",
    "The connection to the model provider failed.",
    {
      retryable: true,
      cause: "The connection was refused or closed before an answer, or the name did not resolve.",
      remedy: "Check network and address; repeat.",
    },
  ),
  "provider.stream_cut": kind("Answer cut off", "The stream of the answer broke off before its end.", {
    retryable: true,
    cause: "The connection was lost while the answer was streaming.",
    remedy: "Repeat; the text so far is kept.",
  }),
  "provider.stream_ended_early": kind(
    "Answer ended without a stop reason",
    "The stream of the answer ended without stop reason and usage.",
    {
      retryable: true,
      severity: "warning",
      cause:
        "The provider closed the stream cleanly before it was complete; the runtime takes it for a normal end.",
      remedy: "Compare with the other answers of the model; repeat.",
    },
  ),
  "provider.malformed_response": kind(
    "Malformed answer",
    "The model provider sent something that cannot be read.",
    {
      retryable: true,
      cause: "A chunk of the stream is no valid JSON, or an event has the wrong shape.",
      remedy: "Open the provider stream; report it to the provider.",
    },
  ),
  "provider.stream_error": kind(
    "Error inside the stream",
    "The model provider reported an error while streaming.",
    {
      retryable: true,
      cause: "The provider failed after the answer had begun.",
      remedy: "Repeat with backoff.",
    },
  ),
  "provider.content_filter": kind(
    "Stopped by a content filter",
    "The model provider's content filter stopped the answer.",
    {
      severity: "warning",
      cause: "The prompt or the answer touched a policy of the provider.",
      remedy: "Change the prompt; repeating it unchanged does not help.",
    },
  ),
  "provider.max_tokens": kind("Token limit reached", "The answer stopped at the token limit.", {
    severity: "info",
    cause: "The maximum of output tokens is too small for the answer.",
    remedy: "Raise the maximum or ask for less.",
  }),
  "provider.context_length": kind("Context too long", "The prompt is longer than the model's context.", {
    cause: "The conversation has outgrown the model.",
    remedy: "Shorten or summarise the history, or use a model with more context.",
  }),
  "provider.model_not_found": kind("Model not found", "The model provider does not know the model.", {
    cause: "A misspelt or retired model, or one that the account may not use.",
    remedy: "Check the model name.",
  }),
  "provider.unfinished": kind("Model call without an end", "A model call was started and never finished.", {
    cause: "The call failed without an event, or the process died.",
    remedy: "See the server log and the turn around it.",
  }),
  "provider.unknown": kind("Provider failure", "The model provider failed.", {
    cause: "A failure that the console cannot tell apart further.",
    remedy: "Read the recorded message.",
  }),
} as const;
