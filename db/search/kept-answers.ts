import type { TextTerm } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";

type Asked = Pick<TextTerm, "text" | "isPhrase">;

/** Answers that are kept for each store; a page, its counts and facets ask one after the other. */
const keptAnswers = 8;

interface Kept<Answer> {
  version: unknown;
  readonly answers: Map<string, Answer>;
}

/** Keeps the newest answers about texts until the index changes. One probe where an answer is kept. */
export function keepingAnswers<Answer>(
  read: (store: ReadStore, asked: Asked) => Answer,
): (store: ReadStore, asked: Asked) => Answer {
  const kept = new WeakMap<ReadStore, Kept<Answer>>();
  return (store, asked) => {
    const version = store.sqlite
      .prepare("SELECT index_id || ' ' || version FROM search_version")
      .pluck()
      .get();
    const known = kept.get(store);
    const answers =
      known !== undefined && known.version === version ? known.answers : new Map<string, Answer>();
    kept.set(store, { version, answers });
    const key = JSON.stringify([asked.text, asked.isPhrase]);
    const answer = answers.get(key) ?? read(store, asked);
    answers.delete(key);
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > keptAnswers && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
