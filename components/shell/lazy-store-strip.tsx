"use client";
import dynamic from "next/dynamic";
import { orNotice } from "@/components/ui/lazy-part";

/** Trouble of the store, asked about once the page stands. It takes no room while there is none. */
export const LazyStoreStrip = dynamic(
  () => orNotice(import("./store-strip").then((module) => module.StoreStrip)),
  {
    ssr: false,
  },
);
