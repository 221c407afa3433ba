"use client";
import { useEffect, useState } from "react";

/** Changes with the theme on the root element, whose colours a canvas does not follow by itself. */
export function useThemeCount(): number {
  const [count, setCount] = useState(0);
  // Outside system: the attribute of the root element.
  useEffect(() => {
    const observer = new MutationObserver(() => setCount((before) => before + 1));
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);
  return count;
}
