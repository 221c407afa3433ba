import type Database from "better-sqlite3";
import type { ReadStore } from "@/db/store";

/** A statement that ran, with SQLite's plan for it, one line per step. */
export interface QueryPlan {
  readonly sql: string;
  readonly steps: readonly string[];
}

/** Runs `work` and gives the plan of every statement that it prepared. */
export function queryPlansOf({ sqlite }: ReadStore, work: () => unknown): QueryPlan[] {
  const prepare = sqlite.prepare.bind(sqlite);
  const texts: string[] = [];
  const recording = (text: string): Database.Statement => {
    texts.push(text);
    return prepare(text);
  };
  sqlite.prepare = recording as typeof sqlite.prepare;
  try {
    work();
  } finally {
    sqlite.prepare = prepare;
  }
  return [...new Set(texts)].map((text) => ({ sql: text, steps: explain(prepare, text) }));
}

function explain(prepare: (text: string) => Database.Statement, text: string): string[] {
  const positional = text.match(/\?/g)?.map(() => 1) ?? [];
  const named = [...text.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1] as const);
  const parameters: unknown[] = named.length === 0 ? positional : [...positional, Object.fromEntries(named)];
  return prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all(...parameters)
    .map((row) => (row as { detail: string }).detail);
}
