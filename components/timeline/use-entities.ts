"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { timelineOptions } from "@/lib/client/inspector-list-queries";
import { entityLines, type EntityLine } from "./entity-rows";

/** The entities of a conversation, paged in their order. */
export function useEntities(convId: string) {
  const query = useInfiniteQuery(timelineOptions(convId));
  const lines = useMemo(() => entityLines(query.data?.pages ?? []), [query.data]);
  return { query, lines };
}

export const entityKey = ({ entity }: EntityLine): string => entity.ref;

/** The line of the cursor: the entity itself in either origin, a write to it, or a record about it. */
export function lineOfCursor(
  lines: readonly EntityLine[],
  cursor: string | null,
  subject: string | null,
): EntityLine | undefined {
  const exact = lines.find(({ entity }) => entity.ref === cursor);
  return exact ?? (subject === null ? undefined : lines.find(({ entity }) => entity.entity_id === subject));
}
