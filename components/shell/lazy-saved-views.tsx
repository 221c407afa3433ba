"use client";
import dynamic from "next/dynamic";
import { orNotice } from "@/components/ui/lazy-part";

/** The saved views of a page, loaded after it: its button keeps its place. */
export const LazySavedViews = dynamic(
  () => orNotice(import("./saved-views").then((module) => module.SavedViews)),
  {
    ssr: false,
    loading: () => <span className="h-7.5 w-20 shrink-0 max-sm:w-9" />,
  },
);
