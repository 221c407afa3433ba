import type { ErrorClass } from "@/lib/domain/model/error";

/** Ways to fill a mark, so that marks differ without their colours too. */
export type Pattern = "solid" | "diagonal" | "dots" | "dashes" | "double";

/** How a series looks: a colour token (`--class-tool`) and a pattern, or the dashes of a line. */
export interface Mark {
  readonly color: `--${string}`;
  readonly pattern: Pattern;
}

/** Side of the tile that a pattern repeats, CSS pixels. */
export const tileSize = 6;

/** Strokes of each pattern on its tile, as SVG writes them, for the canvas as well. */
export const patternStrokes = {
  diagonal: { path: "M-1.5 1.5l3-3M0 6l6-6M4.5 7.5l3-3", width: 1.7 },
  dots: { path: "M1.5 1.5h.01M4.5 4.5h.01", width: 2.2 },
  dashes: { path: "M0 1.5h3.6M3 4.5h3.6", width: 1.5 },
  double: { path: "M3 0v6", width: 1.2 },
} as const satisfies Record<Exclude<Pattern, "solid">, { path: string; width: number }>;

/** Share of the colour under the strokes of a pattern. */
export const patternGround = 0.32;

/** The marks of the error classes: colour and pattern are the class's wherever it is drawn. */
export const classMarks = {
  validation: { color: "--class-validation", pattern: "solid" },
  provider: { color: "--class-provider", pattern: "solid" },
  tool: { color: "--class-tool", pattern: "diagonal" },
  projection: { color: "--class-projection", pattern: "dots" },
  storage: { color: "--class-storage", pattern: "solid" },
  transport: { color: "--class-transport", pattern: "dashes" },
  runtime: { color: "--class-runtime", pattern: "double" },
} as const satisfies Record<ErrorClass, Mark>;

/** A mark in a legend: a filled square, or a piece of line. */
export function Swatch({ mark: { color, pattern }, isLine }: { mark: Mark; isLine: boolean }) {
  const ink = `var(${color})`;
  if (isLine)
    return (
      <svg aria-hidden="true" data-mark="" width="14" height="10" className="shrink-0">
        <line
          x1="0"
          x2="14"
          y1="5"
          y2="5"
          stroke={ink}
          strokeWidth="2"
          strokeDasharray={pattern === "dashes" ? "4 2" : undefined}
        />
      </svg>
    );
  const isDouble = pattern === "double";
  return (
    <svg aria-hidden="true" data-mark="" width="10" height="10" className="shrink-0 rounded-mark">
      <rect
        width="10"
        height="10"
        fill={ink}
        fillOpacity={pattern === "solid" || isDouble ? 1 : patternGround}
      />
      {pattern !== "solid" &&
        [0, tileSize].flatMap((x) =>
          [0, tileSize].map((y) => (
            <path
              key={`${String(x)} ${String(y)}`}
              transform={`translate(${String(x)} ${String(y)})`}
              d={patternStrokes[pattern].path}
              stroke={isDouble ? "var(--canvas)" : ink}
              strokeWidth={patternStrokes[pattern].width}
              strokeLinecap={pattern === "dots" ? "round" : "butt"}
            />
          )),
        )}
    </svg>
  );
}
