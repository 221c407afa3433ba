"use client";
import { KeyValues, type KeyValue } from "@/components/data/key-values";
import { recordSets } from "@/lib/domain/model";
import { keysAndClocks } from "@/lib/domain/model/keys";
import type { Field } from "@/lib/domain/model/field";
import type { RecordSheet } from "../sheets/sheet";
import { envelopeFields } from "./envelope-fields";
import { FieldValue } from "./field-value";

export interface RecordFieldsProps {
  sheet: RecordSheet;
  recordRef: string;
  convId: string;
  onFollow: (ref: string) => void;
}

type Declared = readonly [name: string, field: Pick<Field, "type" | "unit" | "doc">];

/**
 * Every field that the data model declares for this kind of record: what is recorded with its value, what
 * is not by name, because absence is a finding too. Keys and clocks come last, they are alike everywhere.
 */
export function RecordFields({ sheet, recordRef, convId, onFollow }: RecordFieldsProps) {
  const declared = declaredFields(sheet);
  // Content that has a tab or a section of its own is not repeated here.
  const shown = declared.filter(([name, field]) => field.type !== "json" && !contentFields.has(name));
  const present = shown.filter(([name]) => isPresent(sheet.fields[name]));
  const absent = declared.filter(
    ([name]) => !isPresent(sheet.fields[name]) && sheet.fields[name] !== undefined,
  );
  const isKey = ([name]: Declared): boolean => Object.hasOwn(keysAndClocks, name) || name === "conv_id";
  const itemOf = ([name, field]: Declared): KeyValue => ({
    label: name,
    title: field.unit === "" ? field.doc : `${field.doc} (${field.unit})`,
    value: (
      <FieldValue
        name={name}
        field={field}
        value={sheet.fields[name]}
        convId={convId}
        self={recordRef}
        onFollow={onFollow}
      />
    ),
    wrap: true,
  });
  const own = present.filter((entry) => !isKey(entry));
  const keys = present.filter(isKey);
  return (
    <>
      {own.length > 0 && (
        <KeyValues items={own.map(itemOf)} labelWidth={136} className="border-b px-3 py-2.5" />
      )}
      {keys.length > 0 && (
        <section aria-label="Keys and clocks" className="border-b px-3 py-2.5">
          <h3 className="mb-1.5 text-2xs text-fg-subtle">Keys and clocks</h3>
          <KeyValues items={keys.map(itemOf)} labelWidth={136} />
        </section>
      )}
      {absent.length > 0 && (
        <section aria-label="Not recorded by this source" className="border-b px-3 py-2.5">
          <h3 className="mb-1.5 text-2xs text-fg-subtle">Not recorded by this source · {absent.length}</h3>
          <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-fg-subtle">
            {absent.map(([name, field]) => (
              <li key={name} title={field.doc}>
                {name}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Shown as text of its own: in the head, as a payload, or in a section. */
const contentFields = new Set([
  "payload",
  "stack",
  "raw_message",
  "before_text",
  "after_text",
  "diff",
  "arguments_raw",
  "result_raw",
  "output_preview",
  "ref",
]);

function declaredFields({ set, fields }: RecordSheet): readonly Declared[] {
  if (set === "envelope") return Object.entries(envelopeFields);
  if (set === null) return Object.keys(fields).map((name) => [name, { type: "text", unit: "", doc: name }]);
  return Object.entries(recordSets[set].fields);
}

function isPresent(value: unknown): boolean {
  return (
    value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}
