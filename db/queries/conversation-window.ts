import type { FieldTerm, Query, TextTerm } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { conversationsSaying } from "../search/saying-conversations";
import { facetFields } from "./filter/conversation-fields";
import { WindowFill, type WindowedConversation } from "./window-fill";

/** Totals and facets look at this many conversations, newest first, so that their cost is bounded. */
export const countWindow = 10_000;

/** Conversations of a window that match, newest first. */
export interface WindowMatches {
  readonly found: readonly WindowedConversation[];
  /** Whether the window leaves no conversation out, and no text was cut short. */
  readonly is_exact: boolean;
  /** Whether all conversations of the store are in the window. */
  readonly is_all: boolean;
}

type Predicate = (conversation: WindowedConversation) => boolean;

/** Fields whose values are kept with each conversation. */
const keptFields: readonly string[] = [...facetFields, "status"];

/**
 * The newest 10,000 conversations with their facets, in memory: a query of facets and texts is answered in a fraction of
 * a millisecond, whatever matches. What changed since the last question is read by its version; all of it is read again
 * when much changed or a conversation was removed (some 60 ms, and 6 MB). A store has one window.
 */
export class ConversationWindow {
  static readonly #windows = new WeakMap<ReadStore["sqlite"], ConversationWindow>();

  readonly #fill: WindowFill;

  private constructor(private readonly store: ReadStore) {
    this.#fill = new WindowFill(store.sqlite, countWindow);
  }

  static of(store: ReadStore): ConversationWindow {
    let window = ConversationWindow.#windows.get(store.sqlite);
    if (window === undefined) {
      window = new ConversationWindow(store);
      ConversationWindow.#windows.set(store.sqlite, window);
    }
    return window;
  }

  /** What matches, up to now; undefined when the query asks what is not kept here, and a table must answer. */
  matches(query: Query): WindowMatches | undefined {
    if (!query.every(isAnswered)) return undefined;
    const fill = this.#fill;
    fill.refresh();
    if (!fill.isOrdered) return undefined;
    let isWhole = true;
    const predicates = query.map((term) => {
      const predicate = term.kind === "text" ? this.#saying(term) : this.#having(term);
      if (term.kind === "text") isWhole &&= conversationsSaying(this.store, term).is_whole;
      return term.isExcluded ? (one: WindowedConversation) => !predicate(one) : predicate;
    });
    return {
      found: fill.conversations.filter((one) => predicates.every((holds) => holds(one))),
      is_exact: fill.isAll && isWhole,
      is_all: fill.isAll,
    };
  }

  /** How many of some conversations have each value of some facets, most frequent first. */
  countFacets(
    found: readonly WindowedConversation[],
    facets: readonly string[],
  ): readonly { readonly facet: string; readonly value: string; readonly count: number }[] {
    const { marks } = this.#fill;
    const counts = new Uint32Array(marks.length);
    for (const one of found) for (const mark of one.marks) counts[mark] = (counts[mark] ?? 0) + 1;
    return marks
      .flatMap(({ facet, value }, at) => {
        const count = counts[at] ?? 0;
        return count === 0 || !facets.includes(facet) ? [] : [{ facet, value, count }];
      })
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }

  #saying(term: TextTerm): Predicate {
    const { convs } = conversationsSaying(this.store, term);
    this.#fill.numberAll();
    return ({ number }) => number !== undefined && convs.has(number);
  }

  #having({ field, conditions }: FieldTerm): Predicate {
    const wanted = new Set(conditions.flatMap((one) => (one.kind === "equals" ? [one.text] : [])));
    const isAny = conditions.some(({ kind }) => kind === "present");
    const holding = this.#fill.marks.map(
      ({ facet, value }) => facet === field && (isAny || wanted.has(value)),
    );
    return ({ marks }) => marks.some((mark) => holding[mark] === true);
  }
}

/** Words that begin with something, and ranges, are left to the tables. */
function isAnswered(term: Query[number]): boolean {
  return (
    term.kind === "text" ||
    (keptFields.includes(term.field) &&
      term.conditions.every(({ kind }) => kind === "equals" || kind === "present"))
  );
}
