import type Database from "better-sqlite3";
import type { RedactionFinding } from "@/lib/domain/redaction/redaction-stage";

/** Counts what redaction replaced, per conversation and rule, in the transaction that stores what is left. */
export class RedactionBook {
  readonly #add: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#add = sqlite.prepare(
      `INSERT INTO redaction_reports (conv_id, rule, sensitivity, policy_version, count, bytes_removed)
       VALUES (@conv_id, @rule, @sensitivity, @policy_version, 1, @bytes_removed)
       ON CONFLICT (conv_id, rule, sensitivity, policy_version)
       DO UPDATE SET count = count + 1, bytes_removed = coalesce(bytes_removed, 0) + @bytes_removed`,
    );
  }

  add(conv_id: string, policy_version: number, findings: readonly RedactionFinding[]): void {
    for (const finding of findings) this.#add.run({ conv_id, policy_version, ...finding });
  }
}
