"use client";
import { QueryToken } from "@/components/ui/search-field";

export interface FilterTokensProps {
  filters: readonly { readonly name: string; readonly value: string }[];
  onRemove: (name: string, value: string) => void;
}

/** The filters that are set, each removable. A leading minus of a value is shown on the name. */
export function FilterTokens({ filters, onRemove }: FilterTokensProps) {
  return filters.map(({ name, value }) => {
    const excluded = value.startsWith("-");
    return (
      <QueryToken
        key={`${name}:${value}`}
        name={excluded ? `-${name}` : name}
        value={excluded ? value.slice(1) : value}
        onRemove={() => onRemove(name, value)}
      />
    );
  });
}
