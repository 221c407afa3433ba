"use client";
import dynamic from "next/dynamic";
import { orNotice } from "@/components/ui/lazy-part";

/** Pin and note for the head of details. Loaded after the page; its room is kept, so that nothing moves when it comes. */
export const MarksHere = dynamic(
  () => orNotice(import("./record-marks").then((module) => module.RecordMarks)),
  {
    ssr: false,
    loading: () => <div className="-my-0.5 h-6 w-12.5 shrink-0" />,
  },
);
