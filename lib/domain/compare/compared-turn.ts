/** A part of a turn as it is read: a prompt, an answer, a tool call or its result. */
export interface ComparedBlock {
  readonly kind: string;
  readonly role: string | null;
  readonly tool_name: string | null;
  readonly text: string;
  /** Arguments or results rather than prose. */
  readonly is_data: boolean;
  readonly is_failed: boolean;
}

/** A recorded failure of a turn. */
export interface ComparedError {
  readonly ref: string;
  readonly code: string;
  readonly message: string;
}

/**
 * One thing known of a turn. `setting`: it was chosen and should be equal where nothing was changed;
 * `measure`: it differs from run to run.
 */
export interface ComparedFact {
  readonly group: "model" | "tools" | "usage" | "timing" | "outcome";
  readonly label: string;
  readonly kind: "setting" | "measure";
  readonly unit: "ms" | "tokens" | "usd" | null;
  readonly value: string | number;
}

/** A turn reduced to what can be compared. */
export interface ComparedTurn {
  readonly turn_id: string;
  readonly ref: string;
  readonly prompt: string;
  readonly blocks: readonly ComparedBlock[];
  readonly facts: readonly ComparedFact[];
  readonly errors: readonly ComparedError[];
}
