"use client";
import { useEffect, useState } from "react";

/**
 * The value once it has rested for a moment. A cursor that runs down a list with a key held must not fetch
 * every record it passes.
 */
export function useSettled<Value>(value: Value, restMs: number): Value {
  const [settled, setSettled] = useState(value);
  // Outside system: the timer.
  useEffect(() => {
    if (Object.is(settled, value)) return;
    const timer = setTimeout(() => setSettled(value), restMs);
    return () => clearTimeout(timer);
  }, [settled, value, restMs]);
  return settled;
}
