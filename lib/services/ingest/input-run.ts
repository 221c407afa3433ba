/** An input being read: chunks in, a report out. One run per request body or file. */
export interface InputRun<Report> {
  /** Takes the next bytes. Resolves when the sender may go on; what it gave may then be durable or not yet. */
  push(chunk: Uint8Array): Promise<void>;
  /** The input is complete. Resolves when everything accepted is durable. */
  end(): Promise<Report>;
  /** Waits for what is on its way to the disk; gives the first line that is not durable. Only inputs of lines have it. */
  firstUnstored?(): Promise<number>;
}

/** Counts of a run. received = stored + duplicate + conflict + rejected. */
export interface RunCounts {
  received: number;
  stored: number;
  duplicate: number;
  conflict: number;
  rejected: number;
}

export function noCounts(): RunCounts {
  return { received: 0, stored: 0, duplicate: 0, conflict: 0, rejected: 0 };
}
