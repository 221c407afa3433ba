"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { newestTimeOptions, newsOptions, type NewsList } from "@/lib/client/list-news";
import { LiveBadge } from "./live-badge";
import { useTailBeat } from "./use-tail-beat";

export interface ListNewsProps {
  list: NewsList;
  /** Query of the list; null while it cannot be read. */
  q: string | null;
  /** Brings the list up to date. */
  onShow: () => void;
}

/** Says how many rows are newer than those of the list. The list itself stays as it is until they are asked for. */
export function ListNews({ list, q, onShow }: ListNewsProps) {
  const { state, beat } = useTailBeat();
  const newest = useQuery({ ...newestTimeOptions(list, q ?? ""), enabled: q !== null });
  // An empty list has no newest row: everything is news to it.
  const since = newest.data === null ? 0 : newest.data;
  const news = useQuery({
    ...newsOptions(list, q ?? "", since ?? 0, beat),
    enabled: q !== null && since !== undefined && beat > 0,
    placeholderData: keepPreviousData,
  });
  const { count, hasMore } = (beat > 0 ? news.data : undefined) ?? { count: 0, hasMore: false };
  // Before the newest row is known nothing can be told to be newer.
  const told = state === "live" && !newest.isSuccess ? "connecting" : state;
  return (
    <LiveBadge live={{ state: told, count, accuracy: hasMore ? "at least" : "exact" }} onShow={onShow} />
  );
}
