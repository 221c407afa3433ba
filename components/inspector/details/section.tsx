import type { ReactNode } from "react";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** A titled part of the details. */
export function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-b px-3 py-2.5 text-sm">
      <h3 className="mb-1.5 flex justify-between gap-2 text-2xs text-fg-subtle">
        <span>{title}</span>
        {end !== undefined && <span className="tabular-nums">{end}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Characters of a value shown in place; the Payload tab has the whole, with search. */
const shownLength = 1500;

/** A small value in place; nothing when it is not recorded. */
export function ValueSection({ title, value }: { title: string; value: JsonValue | null }) {
  if (value === null) return null;
  const text = typeof value === "string" ? value : stringifyExact(value);
  return (
    <Section title={title}>
      <p className="num break-words whitespace-pre-wrap">
        {text.length > shownLength ? `${text.slice(0, shownLength)}…` : text}
      </p>
    </Section>
  );
}
