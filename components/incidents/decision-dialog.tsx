"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, inputClass } from "@/components/ui/field";
import { namePreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import type { DecideIncidentBody } from "@/lib/contracts/incident-edit";

type DecidedState = DecideIncidentBody["state"];

const choices: readonly { readonly state: DecidedState; readonly label: string; readonly means: string }[] = [
  { state: "open", label: "Open", means: "somebody should look at it" },
  { state: "resolved", label: "Resolved", means: "a newer occurrence opens it again, marked regressed" },
  { state: "ignored", label: "Ignored", means: "whatever comes, it stays out of sight" },
];

export interface DecisionDialogProps {
  /** What stands chosen at first. */
  state: DecidedState;
  onDecide: (state: DecidedState, note: string) => void;
  onClose: () => void;
}

/** Asks what to decide about an incident, why, and who says so. */
export function DecisionDialog({ state: first, onDecide, onClose }: DecisionDialogProps) {
  const [state, setState] = useState(first);
  const [note, setNote] = useState("");
  const [name, setName] = usePreference(namePreference);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Decide about this incident"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="decision" variant="primary">
            Decide
          </Button>
        </>
      }
    >
      <form
        id="decision"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onDecide(state, note.trim());
        }}
      >
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-medium">State</legend>
          {choices.map((choice) => (
            <label key={choice.state} className="flex items-baseline gap-2">
              <input
                type="radio"
                name="state"
                value={choice.state}
                checked={state === choice.state}
                onChange={() => setState(choice.state)}
                className="accent-accent"
              />
              <span>{choice.label}</span>
              <span className="text-xs text-fg-subtle">{choice.means}</span>
            </label>
          ))}
        </fieldset>
        <Field label="Why" hint="Shown with the incident and kept with every decision.">
          {(ids) => (
            <textarea
              {...ids}
              data-autofocus=""
              value={note}
              maxLength={2000}
              rows={3}
              onChange={(event) => setNote(event.target.value)}
              className={`${inputClass} h-auto py-1.5`}
            />
          )}
        </Field>
        <Field label="Your name" hint="The console has no accounts; this browser remembers it.">
          {(ids) => (
            <Input {...ids} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
