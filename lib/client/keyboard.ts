/**
 * The one registry of commands. It drives key handling, the shortcut sheet, the palette and the hints in
 * tooltips, so that what is shown is what works. Pure: it sees key strokes as plain values.
 */

/** Something the user can do, by key, from the palette, or both. */
export interface Command {
  /** Stable, dotted: `view.toggle-left`. */
  readonly id: string;
  /** What it does, in sentence case, as shown in the sheet and the palette. */
  readonly label: string;
  /** Heading in the sheet and the palette. */
  readonly group: string;
  /** `Mod+K`, `Shift+E`, `?`, `[`, `ArrowDown`. Empty for palette-only commands. */
  readonly keys?: readonly string[];
  /** Left out of the palette, e.g. because the palette itself would be in the way. */
  readonly hidden?: boolean;
  /** Left out of the shortcut sheet too: a widget answers the key and the sheet lists it under the widget. */
  readonly ofWidget?: boolean;
  readonly run: () => void;
}

/** A key press reduced to what matters. */
export interface Stroke {
  /** Canonical form, e.g. `Mod+Shift+k`. */
  readonly text: string;
  /** Whether Ctrl, Meta or Alt is held. */
  readonly modified: boolean;
}

export interface KeyLike {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface KeyboardRegistry {
  /**
   * Adds the commands of one scope and returns the way to remove them. Later scopes win over earlier
   * ones. Throws KeyClashError when an id or a key is taken within the scope.
   */
  register(scope: string, commands: readonly Command[]): () => void;
  /** Every registered command, newest scope first. The array is the same until something changes. */
  commands(): readonly Command[];
  /** The command a stroke means now, if any. */
  resolve(stroke: Stroke, context: { editable: boolean; singleKeys: boolean }): Command | undefined;
  subscribe(listener: () => void): () => void;
}

/** Two commands of one scope want the same id or key: a mistake in the program. */
export class KeyClashError extends Error {
  constructor(scope: string, what: string) {
    super(`Scope "${scope}" already has ${what}`);
    this.name = "KeyClashError";
  }
}

/** Creates an empty registry. */
export function createKeyboardRegistry(): KeyboardRegistry {
  let entries: readonly { readonly scope: string; readonly commands: readonly Command[] }[] = [];
  let flat: readonly Command[] = [];
  const listeners = new Set<() => void>();
  const replace = (next: typeof entries) => {
    entries = next;
    flat = entries.flatMap((entry) => entry.commands);
    for (const listener of listeners) listener();
  };
  return {
    register(scope, commands) {
      refuseClashes(scope, [
        ...entries.filter((entry) => entry.scope === scope).flatMap((entry) => entry.commands),
        ...commands,
      ]);
      const entry = { scope, commands };
      replace([entry, ...entries]);
      return () => replace(entries.filter((candidate) => candidate !== entry));
    },
    commands: () => flat,
    resolve(stroke, { editable, singleKeys }) {
      const alwaysOn = stroke.modified || stroke.text === "Escape";
      if ((editable || (!singleKeys && isSingleKey(stroke.text))) && !alwaysOn) return undefined;
      return flat.find((command) => command.keys?.some((key) => parseKeys(key) === stroke.text));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function refuseClashes(scope: string, commands: readonly Command[]): void {
  const seen = new Set<string>();
  for (const command of commands) {
    for (const what of [
      `command ${command.id}`,
      ...(command.keys ?? []).map((key) => `key ${parseKeys(key)}`),
    ]) {
      if (seen.has(what)) throw new KeyClashError(scope, what);
      seen.add(what);
    }
  }
}

/** Printable characters are single keys; named keys such as ArrowDown are not. */
function isSingleKey(stroke: string): boolean {
  return stroke.replace(/^Shift\+/, "").length === 1;
}

const modifierOrder = ["Mod", "Alt", "Shift"];

/** Canonical form of a key in a declaration: `Shift+E` becomes `Shift+e`, order of modifiers fixed. */
export function parseKeys(keys: string): string {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  const key = parts[parts.length - 1] ?? "";
  const modifiers = modifierOrder.filter((modifier) => parts.slice(0, -1).includes(modifier));
  return [...modifiers, /^[A-Za-z]$/.test(key) ? key.toLowerCase() : key].join("+");
}

/**
 * Canonical form of a key press. `Mod` is Command on Apple keyboards and Ctrl elsewhere. Shift counts for
 * letters and named keys only: `?` already contains it, wherever it sits on the keyboard.
 */
export function strokeOf(event: KeyLike, apple: boolean): Stroke {
  const mod = apple ? event.metaKey : event.ctrlKey;
  const otherMod = apple ? event.ctrlKey : event.metaKey;
  const isLetter = /^[A-Za-z]$/.test(event.key);
  const key = event.key === " " ? "Space" : isLetter ? event.key.toLowerCase() : event.key;
  const shiftCounts = event.shiftKey && (isLetter || key.length > 1);
  const parts = [mod && "Mod", otherMod && "Other", event.altKey && "Alt", shiftCounts && "Shift", key];
  return { text: parts.filter(Boolean).join("+"), modified: mod || otherMod || event.altKey };
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "⏎",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
};

/** How a key is printed for people: `Mod+k` is `⌘K` on Apple keyboards and `Ctrl K` elsewhere. */
export function printKeys(keys: string, apple: boolean): string {
  const names: Readonly<Record<string, string>> = apple
    ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
    : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
  const parts = parseKeys(keys).split(/\+(?=.)/);
  const printed = parts.map(
    (part) => names[part] ?? symbols[part] ?? (part.length === 1 ? part.toUpperCase() : part),
  );
  return printed.join(apple ? "" : " ");
}
