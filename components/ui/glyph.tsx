/** Small outline signs that go with a word. Shape carries the meaning before colour does. */
const paths = {
  check: "M3 8.5l3.2 3L13 4.5",
  dot: "M8 4.5a3.5 3.5 0 1 0 .01 0",
  ring: "M8 4.5a3.5 3.5 0 1 0 .01 0",
  square: "M4.5 4.5h7v7h-7z",
  triangle: "M8 2.8L14 13H2zM8 6.8v2.8M8 11.2v.1",
  octagon: "M5.6 2.2h4.8l3.4 3.4v4.8l-3.4 3.4H5.6l-3.4-3.4V5.6zM6 6l4 4M10 6l-4 4",
  minus: "M4 8h8",
  pause: "M6 4.5v7M10 4.5v7",
  again: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  lock: "M4.5 7.5h7V13h-7zM6 7.5V5.4a2 2 0 0 1 4 0v2.1",
} as const;

export type GlyphName = keyof typeof paths;

/** Draws a glyph in the current text colour, 12 px square. Hidden from assistive technology. */
export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="12"
      height="12"
      fill={name === "dot" ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      <path d={paths[name]} />
    </svg>
  );
}
