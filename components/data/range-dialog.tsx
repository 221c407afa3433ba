"use client";
import { useState } from "react";
import { useTimeZone } from "@/components/data/time-text";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { formatDateTime, type TimeZoneChoice } from "@/lib/client/format";

/** A range of time, epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

export interface RangeDialogProps {
  /** Shown first. */
  initial: TimeSpan;
  /** Time of the cursor, offered for both ends. */
  cursorMs: number | null;
  onClose: () => void;
  onApply: (range: TimeSpan) => void;
}

/** A range of time by keyboard: the same as dragging on an axis. */
export function RangeDialog({ initial, cursorMs, onClose, onApply }: RangeDialogProps) {
  const zone = useTimeZone();
  const [from, setFrom] = useState(() => inputText(initial.from, zone));
  const [to, setTo] = useState(() => inputText(initial.to, zone));
  const range = { from: inputMs(from, zone), to: inputMs(to, zone) };
  const isValid = range.from <= range.to;
  const end = (label: string, value: string, set: (text: string) => void) => (
    <Field label={label} problem={Number.isNaN(inputMs(value, zone)) ? "Give a date and a time" : undefined}>
      {(ids) => (
        <span className="flex gap-2">
          <Input
            {...ids}
            type="datetime-local"
            step="0.001"
            value={value}
            onChange={(event) => set(event.currentTarget.value)}
          />
          {cursorMs !== null && (
            <Button onClick={() => set(inputText(cursorMs, zone))} aria-label={`${label} at the cursor`}>
              At the cursor
            </Button>
          )}
        </span>
      )}
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Range of time"
      description={`The page then shows only what happened inside. Times are ${zone === "utc" ? "UTC" : "local"}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!isValid} onClick={() => onApply(range)}>
            Show the range
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {end("From", from, setFrom)}
        {end("To", to, setTo)}
        {!Number.isNaN(range.from) && !Number.isNaN(range.to) && !isValid && (
          <p className="text-xs text-err">The end is before the beginning.</p>
        )}
      </div>
    </Dialog>
  );
}

function inputText(ms: number, zone: TimeZoneChoice): string {
  return formatDateTime(Math.round(ms), zone).replace(" ", "T");
}

/** NaN for text that is no date. */
function inputMs(text: string, zone: TimeZoneChoice): number {
  return Date.parse(zone === "utc" ? `${text}Z` : text);
}
