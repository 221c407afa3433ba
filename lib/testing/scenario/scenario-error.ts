/** A mistake in a scenario, with the line in which it stands. */
export class ScenarioError extends Error {
  /** 1-based. */
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`scenario line ${String(line)}: ${problem}`);
    this.name = "ScenarioError";
    this.line = line;
  }
}
