import { QueryToken } from "@/components/ui/search-field";
import { withoutSpan } from "@/lib/domain/query/edit-query";
import { parseQuery } from "@/lib/domain/query/parse-query";
import type { ListName } from "@/lib/domain/query/query-fields";

/** The terms of a query, each removable: for a list that they leave empty. */
export function QueryTerms({
  list,
  query,
  onQuery,
}: {
  list: ListName;
  query: string;
  onQuery: (query: string) => void;
}) {
  return (
    <span className="flex flex-wrap justify-center gap-1">
      {parseQuery(query, list).terms.map((place) => {
        const written = query.slice(place.from, place.to);
        const colon = place.term.kind === "field" ? written.indexOf(":") : -1;
        return (
          <QueryToken
            key={place.from}
            name={colon < 0 ? "text" : written.slice(0, colon)}
            value={written.slice(colon + 1)}
            onRemove={() => onQuery(withoutSpan(query, place))}
          />
        );
      })}
    </span>
  );
}
