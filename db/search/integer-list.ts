/**
 * Integers that `group_concat` put between commas: one text is handed over in a fraction of the time that thousands of
 * rows take. No integer where there was no row.
 */
export function integersOf(list: unknown): number[] {
  const found: number[] = [];
  if (typeof list !== "string") return found;
  let [value, sign] = [0, 1];
  for (let at = 0; at < list.length; at += 1) {
    const code = list.charCodeAt(at);
    if (code === comma) {
      found.push(sign * value);
      [value, sign] = [0, 1];
    } else if (code === minus) sign = -1;
    else value = value * 10 + code - zero;
  }
  found.push(sign * value);
  return found;
}

const [comma, minus, zero] = [44, 45, 48];
