"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TimeText } from "@/components/data/time-text";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { ClassMark } from "@/components/ui/class-mark";
import { CodeText } from "@/components/ui/code-text";
import { Field, Input } from "@/components/ui/field";
import { Status } from "@/components/ui/status";
import { failureText } from "@/lib/client/describe-failure";
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
      {query.isError && <p className="text-xs text-err">{failureText(query.error)}</p>}
      <ul aria-label="Conversations" className="border-t">
        {query.data?.items.map((row) => (
          <li key={row.conv_id} className="border-b">
            <button
              type="button"
              onClick={() => onChoose(row.conv_id)}
              className="ring-inside flex min-h-9 w-full items-center gap-3 px-2 text-left hover:bg-hover"
            >
              <span className="w-20 shrink-0">
                <Status status={row.status ?? "idle"} />
              </span>
              <span className="min-w-0 flex-1 truncate" title={row.conv_id}>
                {row.title ?? row.conv_id}
              </span>
              {row.last_error_code !== null && (
                <span className="w-44 shrink-0 text-xs max-sm:hidden">
                  <ClassMark errorClass={row.last_error_class ?? "runtime"} square>
                    <CodeText code={row.last_error_code} />
                  </ClassMark>
                </span>
              )}
              <span className="num w-16 shrink-0 text-right text-fg-subtle">
                {plural(row.turn_count ?? 0, "turn")}
              </span>
              <span className="w-12 shrink-0 text-right text-fg-subtle">
                {row.last_activity_ms !== null && <TimeText ms={row.last_activity_ms} show="relative" />}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {query.data?.items.length === 0 && <p className="text-xs text-fg-subtle">Nothing matches.</p>}
    </section>
  );
}
