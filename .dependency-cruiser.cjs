/**
 * Which part may import which. Each row of `mayImport` is one part and the parts it may import; the rules are
 * made from it, and `scripts/import-rules.test.ts` proves that every one of them bites.
 */
const partPaths = {
  "lib/domain": "^lib/domain/",
  "lib/contracts": "^lib/contracts/",
  "lib/ingest": "^lib/ingest/",
  db: "^db/",
  "lib/services": "^lib/services/",
  "lib/http": "^lib/http/",
  "lib/client": "^lib/client/",
  "lib/cli": "^lib/cli/",
  "lib/testing": "^lib/testing/",
  "components/ui": "^components/ui/",
  "components/data": "^components/data/",
  "components/feature": "^components/(?!ui/|data/)",
  app: "^app/",
};

const mayImport = {
  "lib/domain": [],
  "lib/contracts": ["lib/domain"],
  "lib/ingest": ["lib/domain", "lib/contracts"],
  db: ["lib/domain"],
  "lib/services": ["lib/domain", "lib/contracts", "lib/ingest", "db"],
  "lib/http": ["lib/domain", "lib/contracts"],
  "lib/client": ["lib/domain", "lib/contracts"],
  // The command line owns processes: it starts the store and serves the app.
  "lib/cli": ["lib/domain", "lib/contracts", "lib/ingest", "db", "lib/services", "lib/http"],
  // The simulator writes what a runtime would send; nothing of it may depend on how the console reads. The
  // server that is killed by the hundred is the console's own, so it has its listener and its answers, and tests read
  // those by their contracts.
  "lib/testing": ["lib/domain", "lib/contracts", "lib/ingest", "db", "lib/services", "lib/http", "lib/cli"],
  // Primitives know no domain component, but may speak its words (the error classes have glyphs).
  "components/ui": ["lib/domain", "lib/client"],
  "components/data": ["lib/domain", "lib/contracts", "lib/client", "components/ui"],
  "components/feature": ["lib/domain", "lib/contracts", "lib/client", "components/ui", "components/data"],
  app: [
    "lib/domain",
    "lib/contracts",
    "lib/services",
    "lib/http",
    "lib/client",
    "components/ui",
    "components/data",
    "components/feature",
  ],
};

const testFile = "\\.test\\.tsx?$";

/** Single files that more may import than their part. */
const openFiles = [
  // Closed lists of words without any schema: a query sorts by the names the API has.
  { path: "^lib/contracts/vocabulary\\.ts$", importers: ["db"] },
  // The hook by which a component offers its keys to the palette and the shortcut sheet.
  { path: "^components/shell/use-commands\\.ts$", importers: ["components/data"] },
];

const partRules = Object.entries(mayImport).map(([part, allowed]) => ({
  name: `${part} imports only ${["itself", ...allowed].join(", ")}`,
  severity: "error",
  from: { path: partPaths[part], pathNot: testFile },
  to: {
    path: Object.entries(partPaths)
      // Feature folders are kept apart by a rule of their own; lib/testing has one too.
      .filter(([name]) => name !== part && name !== "lib/testing" && !allowed.includes(name))
      .map(([, path]) => path),
    pathNot: openFiles.filter(({ importers }) => importers.includes(part)).map(({ path }) => path),
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...partRules,
    {
      name: "a feature imports no other feature",
      comment: "Pages put features side by side and pass ids. The shell (palette, shortcuts) is open to all.",
      severity: "error",
      from: { path: "^components/((?!ui/|data/)[^/]+)/", pathNot: testFile },
      to: { path: "^components/(?!ui/|data/)[^/]+/", pathNot: ["^components/$1/", "^components/shell/"] },
    },
    {
      name: "lib/testing serves tests and the demo recording",
      severity: "error",
      from: {
        path: "^(lib|db|components|app)/",
        pathNot: [testFile, "^lib/testing/", "^lib/services/demo/"],
      },
      to: { path: "^lib/testing/", pathNot: "^lib/testing/server-only\\.ts$" },
    },
    {
      name: "the domain is pure",
      comment: "No file system, process, network or randomness: everything it needs is an argument.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: testFile },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only db knows the driver",
      severity: "error",
      // The writer's lock is a database of its own, held open by nothing but its transaction.
      from: {
        path: "^(lib|components|app)/",
        pathNot: [testFile, "^lib/services/store/writer-lock\\.ts$", "^lib/testing/"],
      },
      to: { path: "node_modules/(better-sqlite3|drizzle-orm)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no cycles",
      comment: "Types may refer to each other; values may not.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "every import resolves",
      severity: "error",
      from: {},
      // What the build makes is there only after it.
      to: { couldNotResolve: true, pathNot: "^(\\.\\./)?dist/" },
    },
    {
      name: "production code uses production dependencies",
      severity: "error",
      from: { path: "^(lib|db|components|app|bin)/", pathNot: [testFile, "^lib/testing/"] },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
