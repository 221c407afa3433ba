import type { JoinedKind, RecordKind } from "@/lib/contracts/vocabulary";

/** Outlines on a grid of 16, one per family of records; shape tells them apart before colour does. */
const shapes = {
  envelope: "M5 5h6v6H5z",
  entity: "M8 3.5L12.5 8L8 12.5L3.5 8z",
  snapshot: "M3.5 4h9M3.5 6.7h9M3.5 9.3h9M3.5 12h9",
  call: "M8 4a4 4 0 1 0 .01 0",
  tool: "M10.8 3.2a3 3 0 0 0-3.7 3.9L3.4 10.8a1.3 1.3 0 0 0 1.8 1.8l3.7-3.7a3 3 0 0 0 3.9-3.7L11 7l-2-2z",
  fork: "M4.5 3v4.5c0 2 7 .5 7 3V13M4.5 7.5V13M2.7 11.2L4.5 13l1.8-1.8M9.7 11.2l1.8 1.8 1.8-1.8",
  transport: "M3 6h9M9.5 3.5L12 6M13 10H4M6.5 12.5L4 10",
  failure: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  finding: "M3.4 8h.2M7.9 8h.2M12.4 8h.2",
  log: "M3.5 5h6M3.5 8h9M3.5 11h4.5",
  turn: "M3 4.5h10v6H8l-3 2.5v-2.5H3z",
} as const;

const shapeOfKind: Readonly<Record<JoinedKind | RecordKind, keyof typeof shapes>> = {
  conversation: "turn",
  turn: "turn",
  event: "envelope",
  record: "envelope",
  log: "log",
  entity: "entity",
  entity_version: "entity",
  snapshot: "snapshot",
  model_call: "call",
  tool_call: "tool",
  middleware: "fork",
  mode: "fork",
  transform: "fork",
  guardrail: "fork",
  planner: "fork",
  http: "transport",
  ws: "transport",
  error: "failure",
  incident: "failure",
  panic: "failure",
  anomaly: "finding",
  fault: "finding",
};

const filled = new Set<keyof typeof shapes>(["envelope", "entity", "call"]);

export interface KindIconProps {
  kind: JoinedKind | RecordKind;
  className?: string;
}

/** The sign of a kind of record. Decorative: the kind is named in text beside it. */
export function KindIcon({ kind, className }: KindIconProps) {
  const shape = shapeOfKind[kind];
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill={filled.has(shape) ? "currentColor" : "none"}
      stroke={filled.has(shape) ? "none" : "currentColor"}
      strokeWidth={shape === "finding" ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className ?? "shrink-0"}
    >
      <path d={shapes[shape]} />
    </svg>
  );
}

/** What a kind is called, singular. */
export const kindNames: Readonly<Record<JoinedKind | RecordKind, string>> = {
  conversation: "conversation",
  turn: "turn",
  event: "event",
  record: "state row",
  log: "log line",
  entity: "entity",
  entity_version: "entity write",
  snapshot: "snapshot",
  model_call: "model call",
  tool_call: "tool call",
  middleware: "middleware step",
  mode: "mode decision",
  transform: "prompt transform",
  guardrail: "guardrail decision",
  planner: "planner decision",
  http: "HTTP exchange",
  ws: "WebSocket",
  error: "error",
  incident: "incident",
  panic: "panic",
  anomaly: "ordering finding",
  fault: "projection finding",
};
