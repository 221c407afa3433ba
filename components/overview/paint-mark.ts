import { patternGround, patternStrokes, tileSize, type Mark } from "./mark";

/** Reads a colour token where an element stands, so that a canvas follows the theme. */
export function tokenColor(element: Element, token: string): string {
  return getComputedStyle(element).getPropertyValue(token).trim();
}

/** What fills a mark on a canvas: its colour, or a tile of its pattern that hides what lies beneath. */
export function markFill(
  context: CanvasRenderingContext2D,
  { color, pattern }: Mark,
): string | CanvasPattern {
  const element = context.canvas;
  const ink = tokenColor(element, color);
  if (pattern === "solid") return ink;
  const ratio = globalThis.devicePixelRatio || 1;
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(tileSize * ratio);
  const brush = tile.getContext("2d");
  if (brush === null) return ink;
  const canvasColor = tokenColor(element, "--canvas");
  const isDouble = pattern === "double";
  brush.scale(tile.width / tileSize, tile.width / tileSize);
  brush.fillStyle = canvasColor;
  brush.fillRect(0, 0, tileSize, tileSize);
  brush.globalAlpha = isDouble ? 1 : patternGround;
  brush.fillStyle = ink;
  brush.fillRect(0, 0, tileSize, tileSize);
  brush.globalAlpha = 1;
  brush.strokeStyle = isDouble ? canvasColor : ink;
  brush.lineWidth = patternStrokes[pattern].width;
  brush.lineCap = pattern === "dots" ? "round" : "butt";
  brush.stroke(new Path2D(patternStrokes[pattern].path));
  return context.createPattern(tile, "repeat") ?? ink;
}
