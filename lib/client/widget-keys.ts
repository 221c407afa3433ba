/** Keys that widgets answer while they have the focus, for the shortcut sheet and the documentation. */
export const widgetKeys = [
  {
    group: "In tables",
    rows: [
      { label: "Next row", keys: ["J", "ArrowDown"] },
      { label: "Previous row", keys: ["K", "ArrowUp"] },
      { label: "First and last row", keys: ["Home", "End"] },
      { label: "One screen", keys: ["PageUp", "PageDown"] },
      { label: "Open", keys: ["Enter"] },
      { label: "Preview", keys: ["Space"] },
      { label: "Sort, on a column header", keys: ["Enter"] },
      { label: "Resize, on a column header", keys: ["Shift+ArrowLeft", "Shift+ArrowRight"] },
    ],
  },
  {
    group: "In trees and payloads",
    rows: [
      { label: "Open or go in", keys: ["ArrowRight"] },
      { label: "Close or go out", keys: ["ArrowLeft"] },
      { label: "Open all on this level", keys: ["*"] },
      { label: "Search inside", keys: ["Mod+F"] },
      { label: "Next and previous match", keys: ["Enter", "Shift+Enter"] },
    ],
  },
  {
    group: "In charts",
    rows: [
      { label: "Earlier and later step", keys: ["ArrowLeft", "ArrowRight"] },
      { label: "Ten steps", keys: ["PageUp", "PageDown"] },
      { label: "First and last step", keys: ["Home", "End"] },
      { label: "Extend a range", keys: ["Shift+ArrowLeft", "Shift+ArrowRight"] },
      { label: "Show the step or the range", keys: ["Enter"] },
      { label: "Drop the range", keys: ["Escape"] },
    ],
  },
  {
    group: "In filters",
    rows: [
      { label: "Next and previous value", keys: ["ArrowDown", "ArrowUp"] },
      { label: "Include", keys: ["Enter"] },
      { label: "Exclude", keys: ["Alt+Enter"] },
    ],
  },
] as const;
