/** One choice of the user that outlives the session: where it is kept, its shape, its default. */
export interface Preference<Value> {
  readonly key: string;
  /** The stored value if it has the shape of one; undefined counts as absent. */
  readonly accept: (value: unknown) => Value | undefined;
  readonly fallback: Value;
}

/** Declares a preference; the key is prefixed so that several tools may share one origin. */
export function definePreference<Value>(
  name: string,
  accept: (value: unknown) => Value | undefined,
  fallback: Value,
): Preference<Value> {
  return { key: `grillo.${name}`, accept, fallback };
}

/** Accepts yes or no. */
export function acceptBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function oneOf<const Value extends string>(...values: readonly Value[]) {
  return (value: unknown): Value | undefined => values.find((each) => each === value);
}

/** Accepts an object all of whose values are accepted. */
function recordOf<Value>(accept: (value: unknown) => Value | undefined) {
  return (value: unknown): Readonly<Record<string, Value>> | undefined => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const record: Record<string, Value> = {};
    for (const [name, each] of Object.entries(value)) {
      const accepted = accept(each);
      if (accepted === undefined) return undefined;
      record[name] = accepted;
    }
    return record;
  };
}

const acceptNumber = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

export const themePreference = definePreference("theme", oneOf("system", "light", "dark"), "system");
export const densityPreference = definePreference(
  "density",
  oneOf("compact", "default", "comfortable"),
  "default",
);
export const clockPreference = definePreference("clock", oneOf("local", "utc"), "local");
/** Whether single-letter shortcuts are on (WCAG 2.1.4). */
export const shortcutsPreference = definePreference("shortcuts", acceptBoolean, true);
/** How the user signs decisions and notes; empty for nobody. */
export const namePreference = definePreference(
  "name",
  (value) => (typeof value === "string" ? value.slice(0, 100) : undefined),
  "",
);
/** Sizes of panels in percent by panel id. */
export const paneLayoutPreference = (name: string) =>
  definePreference(`panes.${name}`, recordOf(acceptNumber), {});
/** Widths of table columns in pixels by column id; only those the user changed. */
export const columnWidthsPreference = (name: string) =>
  definePreference(`columns.${name}`, recordOf(acceptNumber), {});

/** Which table columns are shown, by column id; only those the user changed. */
export const shownColumnsPreference = (name: string) =>
  definePreference(`shown.${name}`, recordOf(acceptBoolean), {});

export type Density = "compact" | "default" | "comfortable";

/** Heights of table rows in pixels, the same numbers as `--row-height` in globals.css. */
export const rowHeights: Readonly<Record<Density, number>> = { compact: 24, default: 28, comfortable: 36 };

/** Parses a stored text; a value of another shape counts as absent. */
export function parsePreference<Value>(preference: Preference<Value>, text: string | null): Value {
  if (text === null) return preference.fallback;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A value written by hand or by another version: the default is the right answer, there is nobody to tell.
    return preference.fallback;
  }
  return preference.accept(value) ?? preference.fallback;
}

const listeners = new Set<() => void>();
/** Stored texts already read: hundreds of cells ask for the same preference in one frame. */
const texts = new Map<string, string | null>();

/** Calls back after any preference changed, in this tab or another. Returns the way to stop. */
export function subscribePreferences(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", storageChanged);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", storageChanged);
  };
}

function storageChanged(): void {
  texts.clear();
  for (const listener of listeners) listener();
}

/** Writes a preference and tells every subscriber. Where storage is denied the choice lasts until reload. */
export function writePreference<Value>(preference: Preference<Value>, value: Value): void {
  const text = JSON.stringify(value);
  texts.set(preference.key, text);
  try {
    window.localStorage.setItem(preference.key, text);
  } catch {
    // Private windows and full disks refuse; `texts` keeps the choice for this page.
  }
  for (const listener of listeners) listener();
}

/** The stored text of a preference, or null. Same text means same value, so it can be compared. */
export function readPreferenceText(key: string): string | null {
  const known = texts.get(key);
  if (known !== undefined) return known;
  let text: string | null;
  try {
    text = window.localStorage.getItem(key);
  } catch {
    // Storage is denied: every preference has its default.
    text = null;
  }
  texts.set(key, text);
  return text;
}
