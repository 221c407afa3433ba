"use client";
import { useEffect } from "react";
import { subscribePreferences } from "@/lib/client/preferences";
import { applyAppearance } from "@/lib/client/theme";

/** Keeps theme and density on the root element in step with the preferences and the system. Draws nothing. */
export function Appearance() {
  // Outside systems: the storage of other tabs and the system theme.
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const stop = subscribePreferences(applyAppearance);
    system.addEventListener("change", applyAppearance);
    return () => {
      stop();
      system.removeEventListener("change", applyAppearance);
    };
  }, []);
  return null;
}
