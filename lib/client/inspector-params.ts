import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";
import { joinedKinds, type JoinedKind } from "@/lib/contracts/vocabulary";

/** Views of the centre, in the order of their keys 1 to 6. */
export const centreTabs = ["joined", "timeline", "turns", "events", "calls", "errors"] as const;

/** Views of the record under the cursor. */
export const detailTabs = ["summary", "payload", "raw", "related"] as const;
export type DetailTab = (typeof detailTabs)[number];

export const sideTabs = ["turns", "entities"] as const;

/**
 * Groups of kinds that are shown and hidden together. `all` of them but state rows are shown unless the
 * address says otherwise: state rows only repeat what entities and snapshots say.
 */
export const kindGroups = {
  events: ["event"],
  entities: ["entity"],
  snapshots: ["snapshot"],
  model: ["model_call"],
  tools: ["tool_call"],
  decisions: ["middleware", "mode", "transform", "guardrail", "planner"],
  transport: ["http", "ws"],
  errors: ["error", "panic"],
  findings: ["anomaly", "fault"],
  logs: ["log"],
  records: ["record"],
} as const satisfies Record<string, readonly JoinedKind[]>;
export type KindGroup = keyof typeof kindGroups;

/** The keys of the object above, which is what `Object.keys` gives for an object literal. */
export const kindGroupNames = Object.keys(kindGroups) as readonly KindGroup[];
export const defaultKindGroups: readonly KindGroup[] = kindGroupNames.filter((name) => name !== "records");

/**
 * How much of what happened is a row: turns with their failures, runs of streaming events as one row, every envelope.
 * `V` goes from one to the next.
 */
export const densities = ["turns", "grouped", "full"] as const;
export type Density = (typeof densities)[number];

/** The density that `V` goes on to. */
export function nextDensity(density: Density): Density {
  return densities[(densities.indexOf(density) + 1) % densities.length] ?? "grouped";
}

/** Groups that stand beside turns when these are the rows. */
const besideTurns: readonly KindGroup[] = ["errors", "findings"];

/**
 * The state of an investigation, as it stands in the address. What is absent has its default. `sel` is the
 * record under the cursor, `block` a block of the selected snapshot.
 */
export const inspectorParams = {
  sel: parseAsString,
  block: parseAsString,
  tab: parseAsStringLiteral(centreTabs).withDefault("joined"),
  details: parseAsStringLiteral(detailTabs).withDefault("summary"),
  side: parseAsStringLiteral(sideTabs).withDefault("turns"),
  show: parseAsArrayOf(parseAsStringLiteral(kindGroupNames)).withDefault([...defaultKindGroups]),
  density: parseAsStringLiteral(densities).withDefault("grouped"),
  turn: parseAsString,
  subject: parseAsString,
  q: parseAsString.withDefault(""),
  from: parseAsInteger,
  to: parseAsInteger,
};
export type InspectorView = inferParserType<typeof inspectorParams>;

/** Reads the state from the search parameters of a page, on the server. */
export const loadInspectorView = createLoader(inspectorParams);

/** Prints a state as a query string, for links. */
export const printInspectorView = createSerializer(inspectorParams);

/** What the joined list asks the server for. Part of the key under which answers are cached. */
export interface JoinedFilter {
  readonly kinds: readonly JoinedKind[];
  readonly density: "grouped" | "full";
  readonly turn: string | null;
  readonly subject: string | null;
}

/** The part of the state that the server filters by. Kinds come in one order, so that equal filters are one key. */
export function joinedFilterOf(view: InspectorView): JoinedFilter {
  const areTurns = view.density === "turns";
  const groups = areTurns ? view.show.filter((group) => besideTurns.includes(group)) : view.show;
  const shown = new Set<JoinedKind>(groups.flatMap((group) => [...kindGroups[group]]));
  if (areTurns) shown.add("turn");
  return {
    kinds: joinedKinds.filter((kind) => shown.has(kind)),
    density: view.density === "full" ? "full" : "grouped",
    turn: view.turn,
    subject: view.subject,
  };
}

/** The range of time that narrows the list, epoch milliseconds, both ends included. */
export function rangeOf({
  from,
  to,
}: Pick<InspectorView, "from" | "to">): { readonly from: number; readonly to: number } | null {
  return from === null || to === null ? null : { from, to };
}

/** Whether anything narrows the joined list. */
export function isFiltered(view: InspectorView): boolean {
  return (
    view.turn !== null ||
    view.subject !== null ||
    view.q !== "" ||
    view.from !== null ||
    view.to !== null ||
    !sameGroups(view.show, defaultKindGroups)
  );
}

export const unfiltered = { turn: null, subject: null, q: "", from: null, to: null, show: null } as const;

function sameGroups(a: readonly KindGroup[], b: readonly KindGroup[]): boolean {
  return a.length === b.length && b.every((group) => a.includes(group));
}
