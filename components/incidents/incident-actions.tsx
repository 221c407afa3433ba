"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useCommands } from "@/components/shell/use-commands";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { orNotice } from "@/components/ui/lazy-part";
import type { IncidentSummary } from "@/lib/contracts/error";
import type { DecideIncidentBody } from "@/lib/contracts/incident-edit";
import { useIncidentEdits } from "./use-incident-edits";

const DecisionDialog = dynamic(
  () => orNotice(import("./decision-dialog").then((module) => module.DecisionDialog)),
  {
    ssr: false,
  },
);

type DecidedState = DecideIncidentBody["state"];

export interface IncidentActionsProps {
  incident: IncidentSummary;
  /** The decision is made; the list may go on to the next one. */
  onDecided?: (() => void) | undefined;
}

/** Buttons and keys that decide about an incident. */
export function IncidentActions({ incident, onDecided }: IncidentActionsProps) {
  const { decide } = useIncidentEdits();
  const [isAsking, setIsAsking] = useState(false);
  const isOpen = incident.state === "open" || incident.state === "regressed";
  const act = (state: DecidedState, note?: string) => {
    if (state === incident.state && note === undefined) return;
    void decide(incident, state, note).then((done) => {
      if (done) onDecided?.();
    });
  };
  useCommands("incident", [
    {
      id: "incident.resolve",
      label: "Resolve",
      group: "Incident",
      keys: ["R"],
      run: () => act("resolved"),
    },
    { id: "incident.ignore", label: "Ignore", group: "Incident", keys: ["I"], run: () => act("ignored") },
    { id: "incident.open", label: "Open again", group: "Incident", keys: ["O"], run: () => act("open") },
    {
      id: "incident.decide",
      label: "Decide with a note",
      group: "Incident",
      keys: ["D"],
      run: () => setIsAsking(true),
    },
  ]);
  return (
    <span className="flex flex-wrap gap-1.5">
      {isOpen ? (
        <>
          <Button size="small" onClick={() => act("resolved")}>
            Resolve <Kbd keys="R" />
          </Button>
          <Button size="small" onClick={() => act("ignored")}>
            Ignore <Kbd keys="I" />
          </Button>
        </>
      ) : (
        <Button size="small" onClick={() => act("open")}>
          Open again <Kbd keys="O" />
        </Button>
      )}
      <Button size="small" variant="quiet" onClick={() => setIsAsking(true)}>
        Decide… <Kbd keys="D" />
      </Button>
      {isAsking && (
        <DecisionDialog
          state={isOpen ? "resolved" : "open"}
          onClose={() => setIsAsking(false)}
          onDecide={(state, note) => {
            setIsAsking(false);
            act(state, note);
          }}
        />
      )}
    </span>
  );
}
