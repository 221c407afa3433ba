"use client";
import dynamic from "next/dynamic";

/** Trouble of the store, asked about once the page stands. It takes no room while there is none. */
export const LazyStoreStrip = dynamic(() => import("./store-strip").then((module) => module.StoreStrip), {
  ssr: false,
});
