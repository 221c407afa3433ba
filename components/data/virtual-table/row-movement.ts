/**
 * Where a key moves the cursor in a list of `count` rows; undefined when the key does not move. `page` is
 * the number of rows on screen. Before the first movement `at` is -1: down goes to the first row.
 */
export function movedIndex(key: string, at: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const clamp = (index: number) => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case "ArrowDown":
    case "j":
      return clamp(at + 1);
    case "ArrowUp":
    case "k":
      return at < 0 ? count - 1 : clamp(at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "PageDown":
      return clamp(Math.max(0, at) + page);
    case "PageUp":
      return clamp(at - page);
    default:
      return undefined;
  }
}
