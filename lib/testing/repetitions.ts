/**
 * How often a test that tries random faults tries them: `usual` in a normal run, `thorough` when GRILLO_KILLS asks
 * for the long one.
 */
export function repetitions(usual: number, thorough: number): number {
  return process.env["GRILLO_KILLS"] === undefined ? usual : thorough;
}
