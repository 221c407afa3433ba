import { parsePreference, readPreferenceText, densityPreference, themePreference } from "./preferences";

/**
 * Runs in the head before the first paint, as text, so that neither theme nor density flickers. It
 * repeats `applyAppearance` in the smallest form because modules load too late.
 */
export const appearanceScript = `(function(){var d=document.documentElement,r=function(k){try{return JSON.parse(localStorage.getItem(k))}catch(e){return null}},t=r("grillo.theme"),n=r("grillo.density");d.dataset.theme=t==="light"||t==="dark"?t:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";if(n==="compact"||n==="comfortable")d.dataset.density=n})()`;

/** Puts theme and density on the root element. Called whenever a preference or the system theme changes. */
export function applyAppearance(): void {
  const root = document.documentElement;
  const theme = parsePreference(themePreference, readPreferenceText(themePreference.key));
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = theme === "system" ? (systemIsDark ? "dark" : "light") : theme;
  root.dataset["density"] = parsePreference(densityPreference, readPreferenceText(densityPreference.key));
}
