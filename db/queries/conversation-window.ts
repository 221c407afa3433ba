import type { FieldTerm, Query, TextTerm } from "@/lib/domain/query/query";
import { BetweenRequests } from "../between-requests";
import type { ReadStore } from "../store";
import { conversationsSaying } from "../search/saying-conversations";
import { facetFields } from "./filter/conversation-fields";
import { WindowFill, type WindowedConversation, type WindowPlace } from "./window-fill";

/** Totals and facets look at this many conversations, newest first, so that their cost is bounded. */
export const countWindow = 10_000;

/** Conversations of a window that match, newest first. */
export interface WindowMatches {
  readonly found: readonly WindowedConversation[];
  /** Whether no conversation of the store was left out, and no text was cut short. */
  readonly is_exact: boolean;
}

/** Fields whose values are kept with each conversation. */
const keptFields: readonly string[] = [...facetFields, "status"];
/** Conversations that are kept at most: some 150 bytes each. */
const size = { first: countWindow, most: 200_000 };

/**
 * The newest conversations with their facets, in memory: a query of facets and texts is answered in a fraction of a
 * millisecond, whatever matches. The first question reads 10,000 (some 100 ms), the others follow in pieces between
 * requests. What changed since the last question is read by its version; 10,000 are read again when much changed or a
 * conversation was removed. A store has one window.
 */
export class ConversationWindow {
  static readonly #windows = new WeakMap<ReadStore["sqlite"], ConversationWindow>();

  readonly #fill: WindowFill;
  readonly #growing: BetweenRequests;

  private constructor(private readonly store: ReadStore) {
    this.#fill = new WindowFill(store.sqlite, size);
    this.#growing = new BetweenRequests(store.sqlite, () => {
      this.#fill.grow();
      return this.#fill.canGrow;
    });
  }

  static of(store: ReadStore): ConversationWindow {
    let window = ConversationWindow.#windows.get(store.sqlite);
    if (window === undefined) {
      window = new ConversationWindow(store);
      ConversationWindow.#windows.set(store.sqlite, window);
    }
    return window;
  }

  /** What matches among the newest 10,000; undefined when the query asks what is not kept here, and a table must answer. */
  newest(query: Query): WindowMatches | undefined {
    const holding = this.#holding(query);
    if (holding === undefined) return undefined;
    const { conversations, isAll } = this.#fill;
    return {
      found: conversations.slice(0, countWindow).filter(holding.holds),
      is_exact: isAll && conversations.length <= countWindow && holding.isWhole,
    };
  }

  /**
   * The next matches behind a place, as many as asked for unless the list ends; undefined when they may lie beyond what is
   * kept, or the query asks what is not kept here.
   */
  page(query: Query, after: WindowPlace | undefined, limit: number): WindowedConversation[] | undefined {
    const holding = this.#holding(query);
    if (holding === undefined) return undefined;
    const { conversations, isAll } = this.#fill;
    const found: WindowedConversation[] = [];
    for (let at = after === undefined ? 0 : this.#fill.placeOf(after); found.length < limit; at += 1) {
      const one = conversations[at];
      if (one === undefined) return isAll ? found : undefined;
      if (holding.holds(one) && one.conv_id !== after?.conv_id) found.push(one);
    }
    return found;
  }

  /** What a query says about a conversation of the window, brought up to now. */
  #holding(query: Query) {
    if (!query.every(isAnswered)) return undefined;
    const fill = this.#fill;
    fill.refresh();
    if (!fill.isOrdered) return undefined;
    if (fill.canGrow) this.#growing.begin();
    const texts = query.flatMap((term) => (term.kind === "text" ? [this.#saying(term)] : []));
    const has = this.#having(query.filter((term) => term.kind === "field"));
    return {
      isWhole: texts.every(({ is_whole }) => is_whole),
      holds: (one: WindowedConversation) =>
        texts.every((text) => text.isSaid(one) !== text.isExcluded) && has(one.facets),
    };
  }

  /** How many of some conversations have each value of some facets, most frequent first. */
  countFacets(
    found: readonly WindowedConversation[],
    facets: readonly string[],
  ): readonly { readonly facet: string; readonly value: string; readonly count: number }[] {
    const { marks, sets } = this.#fill;
    const counts = new Uint32Array(marks.length);
    for (const one of found)
      for (const mark of sets[one.facets] ?? []) counts[mark] = (counts[mark] ?? 0) + 1;
    return marks
      .flatMap(({ facet, value }, at) => {
        const count = counts[at] ?? 0;
        return count === 0 || !facets.includes(facet) ? [] : [{ facet, value, count }];
      })
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }

  #saying(term: TextTerm) {
    const { convs, is_whole } = conversationsSaying(this.store, term);
    this.#fill.numberAll();
    return {
      is_whole,
      isExcluded: term.isExcluded,
      isSaid: ({ number }: WindowedConversation) => number !== undefined && convs.has(number),
    };
  }

  /** Whether all terms hold of a set of facets; many conversations have the same, so each is looked at once. */
  #having(terms: readonly FieldTerm[]): (place: number) => boolean {
    const { marks, sets } = this.#fill;
    const asked = terms.map(({ field, conditions, isExcluded }) => {
      const wanted = new Set(conditions.flatMap((one) => (one.kind === "equals" ? [one.text] : [])));
      const isAny = conditions.some(({ kind }) => kind === "present");
      const ofMark = marks.map(({ facet, value }) => facet === field && (isAny || wanted.has(value)));
      return { ofMark, isExcluded };
    });
    // One byte a set: unknown, no, yes.
    const known = new Uint8Array(sets.length);
    return (place) => {
      if (known[place] === 0) {
        const set = sets[place] ?? [];
        const holds = asked.every(
          ({ ofMark, isExcluded }) => set.some((mark) => ofMark[mark] === true) !== isExcluded,
        );
        known[place] = holds ? 2 : 1;
      }
      return known[place] === 2;
    };
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
