import type { ErrorClass } from "../model/error";
import { failureKind as kind, type FailureKind } from "./failure-kind";
import { providerKinds } from "./provider-kinds";

/**
 * The closed list of failure codes, `class.slug`. Codes are stable: people filter and script by them. The
 * classes follow the mission's taxonomy; a cancelled run is no error and is listed as information.
 */
export const failureKinds = {
  "validation.invalid_request": kind("Invalid request", "The request was refused as invalid.", {
    cause: "A required field is missing or a value is not allowed.",
    remedy: "Compare the request with the interface that refused it.",
  }),
  "validation.missing_prompt": kind("Missing prompt", "A request came without a prompt.", {
    severity: "warning",
    cause: "The client sent an empty message.",
    remedy: "Check the client before it sends.",
  }),
  "validation.override_not_allowed": kind(
    "Override not allowed",
    "The profile does not allow the requested override.",
    {
      severity: "warning",
      cause: "The request overrides settings that its profile locks.",
      remedy: "Use a profile that allows overrides, or drop them.",
    },
  ),
  "validation.profile_not_found": kind("Profile not found", "The requested profile does not exist.", {
    severity: "warning",
    cause: "A stale or misspelt profile name.",
    remedy: "Ask the server for its profiles.",
  }),
  "validation.tool_arguments": kind(
    "Tool arguments do not fit",
    "The model called a tool with arguments that do not fit its schema.",
    {
      severity: "warning",
      cause: "The model wrote arguments that are no JSON, no object, or of wrong types.",
      remedy: "Tighten the schema or its description; answer the model with what is wrong.",
    },
  ),
  "validation.decode_failure": kind("Undecodable input", "An envelope could not be decoded.", {
    severity: "warning",
    cause: "The sender wrote something that is not what its format says.",
    remedy: "Open the raw envelope; it is kept as it came.",
  }),
  ...providerKinds,
  "tool.failed": kind("Tool failed", "A tool answered with an error.", {
    severity: "warning",
    cause: "The tool ran and reported an error.",
    remedy: "Read its arguments and result.",
  }),
  "tool.not_found": kind("Unknown tool", "The model called a tool that is not registered.", {
    cause: "The tool is offered to the model but not to the runtime, or the model invented it.",
    remedy: "Compare the tools of the request with the registry.",
  }),
  "tool.not_allowed": kind("Tool not allowed", "The model called a tool that this mode does not allow.", {
    severity: "warning",
    cause: "The mode or profile restricts the tools.",
    remedy: "Allow the tool or do not offer it.",
  }),
  "tool.timeout": kind("Tool timeout", "A tool did not answer in time.", {
    retryable: true,
    cause: "The tool hung or is slower than its timeout.",
    remedy: "See what the tool waits for; raise the timeout.",
  }),
  "tool.no_result": kind(
    "Tool call without a result",
    "A tool call was started and its result was never recorded.",
    {
      cause: "The tool is unknown, its run was cut, or its result was lost.",
      remedy: "Look at the tool_use block of the turn and at the server log.",
    },
  ),
  "tool.cancelled": kind("Tool cancelled", "A tool call was cancelled.", {
    severity: "info",
    cause: "The run was stopped, or a person declined the call.",
    remedy: "Nothing to repair.",
  }),
  "tool.rejected": kind("Tool call rejected", "A tool call was not approved.", {
    severity: "info",
    cause: "A person or a policy declined the call.",
    remedy: "Nothing to repair.",
  }),
  "projection.stale_entity": kind(
    "Entity left unfinished",
    "The stored timeline shows an entity as still running although its events finished it.",
    {
      severity: "warning",
      cause: "The last write was lost, e.g. to a locked database.",
      remedy: "The recomputed state is right; reload the timeline from it.",
    },
  ),
  "projection.missing_entity": kind(
    "Entity missing in the store",
    "The events made an entity that the stored timeline does not have.",
    {
      cause: "The write was lost, e.g. to a locked database.",
      remedy: "The recomputed state is right; users of the runtime do not see this entity after a reload.",
    },
  ),
  "projection.unexplained_entity": kind(
    "Entity without events",
    "The stored timeline has an entity that no recorded event made.",
    {
      severity: "info",
      cause: "The recording began later, is incomplete, or a rule unknown here projected it.",
      remedy: "Import the missing recording.",
    },
  ),
  "projection.drift": kind(
    "Stored state differs",
    "The stored state of an entity differs from the state recomputed from its events.",
    {
      severity: "warning",
      cause: "A lost, doubled or late write, or a projection rule unknown here.",
      remedy: "Compare both states at the first event where they part.",
    },
  ),
  "projection.write_after_final": kind(
    "Stream reopened after its end",
    "Text arrived for a message that had ended already.",
    {
      severity: "warning",
      cause: "Events of one message were delivered out of order.",
      remedy: "See the frames around the end of the message; the entity may show as streaming for ever.",
    },
  ),
  "projection.lost_delta": kind(
    "Part of a stream missing",
    "The text of a stream does not continue where it stood.",
    {
      severity: "warning",
      cause: "Frames were lost or repeated on the way.",
      remedy: "See the frames before and after; the final text may still be right.",
    },
  ),
  "projection.version_scale": kind(
    "Versions of two scales",
    "Versions of one timeline were counted in two different ways.",
    {
      severity: "warning",
      cause: "Counters and time-based versions were mixed, so the order of entities is wrong.",
      remedy: "Order by creation time; upgrade the runtime.",
    },
  ),
  "projection.cursor_behind": kind("Projection behind", "A projection has not caught up with its events.", {
    severity: "warning",
    cause: "The process died, or a projection failed, between storing an event and projecting it.",
    remedy: "Let the runtime project again; compare with the recomputed state.",
  }),
  "projection.handler_failed": kind("Projection failed", "The runtime recorded an error of a projection.", {
    cause: "A projection handler could not handle an event.",
    remedy: "Open the event that it names.",
  }),
  "storage.database_locked": kind("Database locked", "A write failed because the database was locked.", {
    retryable: true,
    cause: "Concurrent writers without waiting.",
    remedy: "Serialise the writers or set a busy timeout that is honoured.",
  }),
  "storage.write_failed": kind("Write failed", "A write to the runtime's store failed.", {
    cause: "A constraint, schema or disk problem.",
    remedy: "Read the recorded message.",
  }),
  "storage.schema_mismatch": kind(
    "Schema mismatch",
    "The runtime's store has another schema than its program expects.",
    {
      severity: "critical",
      cause: "A database of another version was opened.",
      remedy: "Migrate it or start with a fresh one.",
    },
  ),
  "storage.turn_lost": kind("Turn missing in the store", "A run took place of which no turn was stored.", {
    cause: "The process died before it stored the turn, or the write failed.",
    remedy: "The events show what happened.",
  }),
  "transport.ws_closed": kind(
    "Socket closed abnormally",
    "A WebSocket was closed without a closing handshake.",
    {
      severity: "warning",
      retryable: true,
      cause: "The server dropped it, the process died, or the network failed.",
      remedy: "Compare the time with the server log; frames after it are missing on this socket.",
    },
  ),
  "transport.ws_backpressure": kind(
    "Slow socket dropped",
    "The server dropped a WebSocket that did not read fast enough.",
    {
      severity: "warning",
      retryable: true,
      cause: "More frames were waiting than the server buffers for one socket.",
      remedy: "Read faster, or ask for fewer frames.",
    },
  ),
  "transport.ws_protocol_error": kind("WebSocket protocol error", "The server refused a frame of a client.", {
    severity: "warning",
    cause: "The client sent a frame that the protocol does not know.",
    remedy: "Compare client and server versions.",
  }),
  "transport.http_error": kind("HTTP request failed", "An HTTP request was answered with an error.", {
    cause: "The handler failed (HTTP 5xx).",
    remedy: "See the server log at that time.",
  }),
  "transport.connection_closed": kind(
    "Connection closed without an answer",
    "An HTTP request got no answer.",
    {
      retryable: true,
      cause: "The handler panicked, or the process ended.",
      remedy: "See the server log at that time.",
    },
  ),
  "transport.frame_gap": kind("Frames missing", "The numbering of a stream has gaps.", {
    severity: "warning",
    cause: "Frames were lost, or the recording has a hole.",
    remedy: "Import another recording of the stream.",
  }),
  "runtime.loop_limit": kind("Tool loop limit", "The run reached the maximum of tool-loop iterations.", {
    cause: "The model kept calling tools.",
    remedy: "See what the last iterations asked; raise the limit or change the prompt.",
  }),
  "runtime.panic": kind("Panic", "The runtime panicked.", {
    severity: "critical",
    cause: "A fault in the program.",
    remedy: "The stack names the place.",
  }),
  "runtime.deadlock": kind("Deadlock", "The runtime stopped working without ending.", {
    severity: "critical",
    cause: "Goroutines or threads wait for each other.",
    remedy: "The dump of all stacks names who waits for whom.",
  }),
  "runtime.run_interrupted": kind("Run interrupted", "A run was interrupted before its end.", {
    severity: "info",
    cause: "A newer prompt, a person or a shutdown cancelled it.",
    remedy: "Nothing to repair if it was meant.",
  }),
  "runtime.run_unfinished": kind("Run without an end", "A run has no recorded end.", {
    cause: "It failed without an event, or the process died in the middle of it.",
    remedy: "See the server log and the model calls of the run.",
  }),
  "runtime.start_failed": kind("Run could not start", "The runtime could not start the run.", {
    cause: "An unknown middleware, tool or setting.",
    remedy: "Read the recorded message.",
  }),
  "runtime.restarted": kind("Process restarted", "The process restarted while work was under way.", {
    severity: "warning",
    cause: "A deployment, a crash or a kill.",
    remedy: "Runs that were under way have no end; start them again.",
  }),
  "runtime.id_reused": kind("Id used twice", "An id that must be unique was used for two things.", {
    severity: "warning",
    cause: "A counter restarted with the process and old entities were overwritten.",
    remedy: "The event log keeps both; upgrade the runtime.",
  }),
  "runtime.error": kind("Runtime failure", "The runtime reported a failure.", {
    cause: "A failure that the console cannot tell apart further.",
    remedy: "Read the recorded message.",
  }),
} as const satisfies Record<`${ErrorClass}.${string}`, FailureKind>;

export type FailureCode = keyof typeof failureKinds;

/** All codes, in the order of the reference. */
export const failureCodes = Object.keys(failureKinds) as readonly FailureCode[];

/** Class of a code. */
export function classOf(code: FailureCode): ErrorClass {
  // A code begins with its class: the type of the list says so.
  return code.slice(0, code.indexOf(".")) as ErrorClass;
}
