"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import {
  densityPreference,
  parsePreference,
  readPreferenceText,
  rowHeights,
  subscribePreferences,
  writePreference,
  type Preference,
} from "./preferences";

/** Reads and writes one preference. The server and the first client render see its default. */
export function usePreference<Value>(preference: Preference<Value>): [Value, (value: Value) => void] {
  const text = useSyncExternalStore(
    subscribePreferences,
    () => readPreferenceText(preference.key),
    () => null,
  );
  const value = useMemo(() => parsePreference(preference, text), [preference, text]);
  const write = useCallback((next: Value) => writePreference(preference, next), [preference]);
  return [value, write];
}

/** Height of a table row in pixels at the density chosen by the user. */
export function useRowHeight(): number {
  return rowHeights[usePreference(densityPreference)[0]];
}
