import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/**
 * The flat-row model of a JSON tree: only what is open makes rows, and wide containers show a part at a
 * time. Pure; cost grows with the rows made, not with the value.
 */

/** What is open. Nodes are named by JSON Pointer (RFC 6901). */
export interface JsonTreeState {
  readonly expanded: ReadonlySet<string>;
  /** How many children of a wide container are shown, where more than the first part. */
  readonly shown: ReadonlyMap<string, number>;
  /** Strings that hold JSON and are shown as the tree they hold. */
  readonly decoded: ReadonlyMap<string, JsonValue>;
}

export type JsonRow = JsonNodeRow | JsonMoreRow;

export interface JsonNodeRow {
  readonly kind: "node";
  readonly pointer: string;
  readonly parent: string | undefined;
  readonly depth: number;
  /** Name in the object or index in the array; undefined for the root. */
  readonly name: string | number | undefined;
  /** The value shown; for a decoded string what it holds. */
  readonly value: JsonValue;
  /** Number of children; undefined for leaves. */
  readonly size: number | undefined;
  readonly expanded: boolean;
  readonly decoded: boolean;
  /** Position among the siblings, from 1, and their number. */
  readonly position: number;
  readonly setSize: number;
}

/** Stands for the children not shown yet. */
export interface JsonMoreRow {
  readonly kind: "more";
  readonly pointer: string;
  readonly parent: string;
  readonly depth: number;
  readonly remaining: number;
}

/** Children of a wide container shown at a time. */
export const childrenPerPart = 200;

export const closedTree: JsonTreeState = { expanded: new Set(), shown: new Map(), decoded: new Map() };

/** Rows of everything open, in reading order. */
export function jsonRows(root: JsonValue, state: JsonTreeState): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (
    stored: JsonValue,
    place: Pick<JsonNodeRow, "pointer" | "parent" | "depth" | "name" | "position" | "setSize">,
  ) => {
    const inner = state.decoded.get(place.pointer);
    const value = inner ?? stored;
    const size = childCount(value);
    const expanded = size !== undefined && size > 0 && state.expanded.has(place.pointer);
    rows.push({ kind: "node", ...place, value, size, expanded, decoded: inner !== undefined });
    if (!expanded) return;
    const shown = Math.min(size, state.shown.get(place.pointer) ?? childrenPerPart);
    let position = 0;
    for (const [name, child] of entriesOf(value, shown)) {
      position += 1;
      const pointer = childPointer(place.pointer, name);
      visit(child, { pointer, parent: place.pointer, depth: place.depth + 1, name, position, setSize: size });
    }
    if (shown < size) {
      rows.push({
        kind: "more",
        pointer: `${place.pointer}#more`,
        parent: place.pointer,
        depth: place.depth + 1,
        remaining: size - shown,
      });
    }
  };
  visit(root, { pointer: "", parent: undefined, depth: 0, name: undefined, position: 1, setSize: 1 });
  return rows;
}

/** Number of children of an object or array; undefined for leaves. */
export function childCount(value: JsonValue): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "object" && value !== null) return Object.keys(value).length;
  return undefined;
}

/** The first `limit` children of a container with their names. */
export function* entriesOf(
  value: JsonValue,
  limit = Number.POSITIVE_INFINITY,
): Generator<readonly [string | number, JsonValue]> {
  if (typeof value !== "object" || value === null) return;
  let count = 0;
  if (isArray(value)) {
    for (const child of value) {
      if (count >= limit) return;
      yield [count, child];
      count += 1;
    }
    return;
  }
  for (const [name, child] of Object.entries(value)) {
    if (count >= limit) return;
    yield [name, child];
    count += 1;
  }
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** JSON Pointer of a child. */
export function childPointer(parent: string, name: string | number): string {
  return `${parent}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Pointers of the containers above a node, outermost first; the root is "". */
export function ancestorsOf(pointer: string): readonly string[] {
  const parts = pointer.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

/** The path as jq and most languages write it: `.event.data["a b"][3]`. */
export function jqPath(pointer: string, root: JsonValue): string {
  let path = "";
  let value: JsonValue | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (value !== undefined && isArray(value)) {
      path += `[${name}]`;
      value = value[Number(name)];
    } else {
      path += /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
      value = typeof value === "object" && value !== null && !isArray(value) ? value[name] : undefined;
    }
  }
  return path === "" ? "." : path.startsWith("[") ? `.${path}` : path;
}

/**
 * Opens containers level by level while no more than `budget` rows come of it, so that a small payload is
 * open and a large one shows its outline.
 */
export function openedTree(root: JsonValue, budget = 120): JsonTreeState {
  const expanded = new Set<string>();
  let rows = 1;
  let level: (readonly [string, JsonValue])[] = [["", root]];
  while (level.length > 0) {
    const next: (readonly [string, JsonValue])[] = [];
    for (const [pointer, value] of level) {
      const size = childCount(value);
      if (size === undefined || size === 0) continue;
      const added = Math.min(size, childrenPerPart);
      if (rows + added > budget && pointer !== "") continue;
      rows += added;
      expanded.add(pointer);
      for (const [name, child] of entriesOf(value, childrenPerPart))
        next.push([childPointer(pointer, name), child]);
    }
    level = next;
  }
  return { ...closedTree, expanded };
}

/** Opens whatever hides a node, including the parts of wide containers before it. */
export function revealed(state: JsonTreeState, root: JsonValue, pointer: string): JsonTreeState {
  const expanded = new Set(state.expanded);
  const shown = new Map(state.shown);
  let value: JsonValue | undefined = state.decoded.get("") ?? root;
  let at = "";
  for (const part of pointer.split("/").slice(1)) {
    expanded.add(at);
    if (value === undefined) break;
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const index = positionOf(value, name);
    if (index === undefined) break;
    const needed = Math.ceil((index + 1) / childrenPerPart) * childrenPerPart;
    if (needed > (shown.get(at) ?? childrenPerPart)) shown.set(at, needed);
    value = childAt(value, name);
    at = `${at}/${part}`;
    value = state.decoded.get(at) ?? value;
  }
  return { ...state, expanded, shown };
}

function positionOf(value: JsonValue, name: string): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const index = isArray(value) ? Number(name) : Object.keys(value).indexOf(name);
  return index >= 0 ? index : undefined;
}

function childAt(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return isArray(value) ? value[Number(name)] : value[name];
}

export interface JsonMatch {
  readonly pointer: string;
  readonly where: "name" | "value";
}

/**
 * Nodes whose name or leaf value contains the text, in reading order, ignoring case. Stops after `limit`
 * matches. Walks the whole value: 10 ms for 476,000 nodes.
 */
export function findInJson(
  root: JsonValue,
  text: string,
  state: JsonTreeState,
  limit = 5000,
): readonly JsonMatch[] {
  const needle = text.toLowerCase();
  const matches: JsonMatch[] = [];
  if (needle === "") return matches;
  const visit = (stored: JsonValue, pointer: string, name: string | number | undefined): void => {
    if (matches.length >= limit) return;
    const value = state.decoded.get(pointer) ?? stored;
    if (typeof name === "string" && name.toLowerCase().includes(needle))
      matches.push({ pointer, where: "name" });
    else if (childCount(value) === undefined && leafText(value).toLowerCase().includes(needle)) {
      matches.push({ pointer, where: "value" });
    }
    for (const [childName, child] of entriesOf(value)) {
      if (matches.length >= limit) return;
      visit(child, childPointer(pointer, childName), childName);
    }
  };
  visit(root, "", undefined);
  return matches;
}

/** A leaf as plain text: strings without quotes, numbers exactly. */
export function leafText(value: JsonValue): string {
  return typeof value === "string" ? value : stringifyExact(value);
}

/** The object or array a string holds as JSON; undefined for every other string. `parse` must be exact. */
export function jsonInside(text: string, parse: (text: string) => JsonValue): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = parse(text);
    return childCount(value) === undefined ? undefined : value;
  } catch {
    // Most strings that start with a bracket are prose or code: that is the answer, not an error.
    return undefined;
  }
}
