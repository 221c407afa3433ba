"use client";
import dynamic from "next/dynamic";
import { orNotice } from "@/components/ui/lazy-part";

const RecordNotes = dynamic(() => orNotice(import("./record-notes").then((module) => module.RecordNotes)), {
  ssr: false,
});
const PinCommand = dynamic(() => orNotice(import("./pin-command").then((module) => module.PinCommand)), {
  ssr: false,
});

/** Notes on a record that a list shows beside its rows, with the keys that write and pin. Loaded after the page. */
export function NotesHere({ recordRef }: { recordRef: string }) {
  return (
    <>
      <PinCommand convId={null} recordRef={recordRef} />
      <RecordNotes key={recordRef} convId={null} recordRef={recordRef} />
    </>
  );
}
