import { ApiProblem, NetworkFailure, ResponseMismatch } from "./api-fetch";

/** What a person needs to know about a failed request. All of it is safe to show. */
export interface FailureDescription {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly requestId?: string;
  readonly fields: readonly { readonly pointer: string; readonly message: string }[];
  /** Trying again cannot help on this page; loading it anew can. */
  readonly needsReload?: boolean;
}

/** Puts any failure of a request, or of rendering, into words. */
export function describeFailure(error: unknown): FailureDescription {
  if (error instanceof ApiProblem) {
    const { title, detail, code, requestId, fields } = error;
    return { title, detail, code, fields, ...(requestId === undefined ? {} : { requestId }) };
  }
  if (error instanceof NetworkFailure) {
    return {
      title: "The console server did not answer",
      detail: "It may be stopped or busy. Nothing that was acknowledged is lost.",
      code: "network-failure",
      fields: [],
    };
  }
  if (error instanceof ResponseMismatch) {
    return {
      title: "The server's answer was not understood",
      detail: error.message,
      code: "response-mismatch",
      fields: [],
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    };
  }
  // By the name that the bundler gives it.
  if (error instanceof Error && error.name === "ChunkLoadError") {
    return {
      title: "This part did not load",
      detail:
        "The console server is stopped, or was updated since this page was opened. Once it answers, reloading brings back what the address names.",
      code: "part-not-loaded",
      fields: [],
      needsReload: true,
    };
  }
  return {
    title: "This part of the console failed",
    detail: error instanceof Error ? error.message : "Unknown failure",
    code: "internal",
    fields: [],
  };
}

/** A failure in a sentence or two, for a line beside what failed: the detail alone may speak of "it". */
export function failureText(error: unknown): string {
  const { title, detail } = describeFailure(error);
  return `${title.replace(/\.$/, "")}. ${detail}`;
}

/** The failure as text for a bug report. */
export function failureReport(error: unknown, context: { url: string; at: string }): string {
  const { title, detail, code, requestId, fields } = describeFailure(error);
  return [
    title,
    detail,
    `code ${code}`,
    requestId === undefined ? "" : `request ${requestId}`,
    ...fields.map((field) => `${field.pointer} ${field.message}`),
    `page ${context.url}`,
    `at ${context.at}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}
