import type { Decoded, Dialect } from "@/lib/domain/envelope";

/** Imported records of one kind share a source whatever file they came in, so that the same frame seen in two files is one. */
const importSources: Readonly<Record<Dialect, string>> = {
  sem: "import:sem",
  capture: "import:sem",
  sessionstream: "import:sessionstream",
  geppetto: "import:geppetto",
  native: "import:native",
  state: "import:pinocchio",
  log: "import:log",
  unknown: "import:other",
  provider: "import:provider",
};

/** Names the emitter of an imported item: the given name, else the name of its kind. */
export function importSourceOf(given: string | undefined): (item: Decoded) => string {
  return (item) => {
    if (item.kind !== "restated" && item.source !== undefined) return item.source;
    return given ?? importSources[item.kind === "envelope" ? item.dialect : "unknown"];
  };
}

/** Names the emitter of an ingested line: the line's own, else the request's. */
export function ingestSourceOf(given: string | undefined): (item: Decoded) => string {
  return (item) => (item.kind === "restated" ? undefined : item.source) ?? given ?? "unnamed";
}
