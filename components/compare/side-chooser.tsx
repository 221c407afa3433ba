"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { Field, Input } from "@/components/ui/field";
import { describeFailure } from "@/lib/client/describe-failure";
import { plural } from "@/lib/client/format";
import { choicesOptions } from "./compare-query";

/** Asks which conversation stands on a side that is not chosen yet. */
export function SideChooser({
  name,
  other,
  onChoose,
}: {
  name: "A" | "B";
  /** What stands on the other side, if that is chosen. */
  other: string;
  onChoose: (convId: string) => void;
}) {
  const [settled, setSettled] = useState("");
  const [text, setText] = useDebouncedText(settled, setSettled);
  const query = useQuery(choicesOptions(settled));
  return (
    <section aria-label={`Choose ${name}`} className="mx-auto grid w-full max-w-160 content-start gap-3 p-4">
      <Field
        label={`Which conversation is ${name}?`}
        hint={`${other === "" ? "" : `To compare with ${other}. `}By title, id, what was said, or the query language.`}
      >
        {(ids) => (
          <Input {...ids} type="search" value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {query.isError && <p className="text-xs text-err">{describeFailure(query.error).detail}</p>}
      <ul aria-label="Conversations" className="border-t">
        {query.data?.items.map((row) => (
          <li key={row.conv_id} className="border-b">
            <button
              type="button"
              onClick={() => onChoose(row.conv_id)}
              className="ring-inside flex min-h-9 w-full items-center gap-3 px-2 text-left hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{row.title ?? row.conv_id}</span>
              <span className="num shrink-0 text-fg-subtle">{plural(row.turn_count ?? 0, "turn")}</span>
            </button>
          </li>
        ))}
      </ul>
      {query.data?.items.length === 0 && <p className="text-xs text-fg-subtle">Nothing matches.</p>}
    </section>
  );
}
