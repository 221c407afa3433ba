"use client";
import { useState } from "react";
import { JsonView } from "@/components/data/json-view/json-view";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { RecordPayload, RecordSheet } from "../sheets/sheet";

export interface PayloadTabProps {
  sheet: RecordSheet;
  /** Identity of the record, so that its tree starts anew. */
  recordRef: string;
  /** Why an envelope's payload is left out, in words. */
  leftOut: string | null;
}

/** The contents of a record, each as a tree: payload, arguments and result, request and response. */
export function PayloadTab({ sheet, recordRef, leftOut }: PayloadTabProps) {
  const [chosen, setChosen] = useState(0);
  const { payloads } = sheet;
  const payload = payloads[chosen] ?? payloads[0];
  if (payload === undefined) {
    return (
      <EmptyState title="No payload is recorded for this record">
        {leftOut ??
          "What the source said about it is under Summary; the envelope that caused it is under Raw."}
      </EmptyState>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {payloads.length > 1 && (
        <div role="group" aria-label="Payloads" className="flex shrink-0 flex-wrap gap-1 border-b px-2 py-1">
          {payloads.map((candidate, at) => (
            <Button
              key={candidate.label}
              size="small"
              variant="quiet"
              aria-pressed={candidate === payload}
              onClick={() => setChosen(at)}
              className="aria-pressed:bg-raised aria-pressed:text-fg"
            >
              {candidate.label}
            </Button>
          ))}
        </div>
      )}
      <JsonView
        key={`${recordRef} ${payload.label}`}
        label={`${payload.label} of ${sheet.title}`}
        {...(payload.text === undefined ? { value: payload.value ?? null } : { text: payload.text })}
        toolbar={<CopyButton text={() => textOf(payload)} label={`Copy ${payload.label.toLowerCase()}`} />}
      />
    </div>
  );
}

function textOf({ text, value }: RecordPayload): string {
  return text ?? stringifyExact(value ?? null);
}
