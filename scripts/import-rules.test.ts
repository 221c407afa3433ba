import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const { forbidden } = readConfiguration();

/** One file per part of the import table, at a place where that part's files live. */
const fileOf = {
  "lib/domain": "lib/domain/a/a.ts",
  "lib/contracts": "lib/contracts/a.ts",
  "lib/ingest": "lib/ingest/a.ts",
  db: "db/queries/a.ts",
  "lib/services": "lib/services/a/a.ts",
  "lib/http": "lib/http/a.ts",
  "lib/client": "lib/client/a.ts",
  "lib/cli": "lib/cli/a.ts",
  "components/ui": "components/ui/a.ts",
  "components/data": "components/data/a/a.ts",
  "components/feature": "components/turns/a.ts",
  app: "app/turns/page.ts",
} as const;
type Part = keyof typeof fileOf;

/** The table of ARCHITECTURE.md, written a second time on purpose. */
const allowed: Readonly<Record<Part, readonly Part[]>> = {
  "lib/domain": [],
  "lib/contracts": ["lib/domain"],
  "lib/ingest": ["lib/domain", "lib/contracts"],
  db: ["lib/domain"],
  "lib/services": ["lib/domain", "lib/contracts", "lib/ingest", "db"],
  "lib/http": ["lib/domain", "lib/contracts"],
  "lib/client": ["lib/domain", "lib/contracts"],
  "lib/cli": ["lib/domain", "lib/contracts", "lib/ingest", "db", "lib/services", "lib/http"],
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

/** Imports that a rule other than the table forbids: the rule's name, the importing file, what it imports. */
const single = [
  ["a feature imports no other feature", "components/events/b.ts", "components/turns/a.ts"],
  ["lib/testing serves tests and the demo recording", "lib/services/a/b.ts", "lib/testing/c.ts"],
  ["the domain is pure", "lib/domain/a/b.ts", "node:fs"],
  ["every import resolves", "lib/http/b.ts", "lib/http/nowhere.ts"],
  ["only db knows the driver", "lib/services/a/d.ts", "package:better-sqlite3"],
  ["production code uses production dependencies", "lib/client/b.ts", "package:vitest"],
] as const;

let folder: string;
let found: ReadonlySet<string>;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "grillo-imports-")));
  const parts = Object.keys(fileOf) as Part[];
  for (const from of parts) {
    for (const to of parts) {
      if (from !== to) write(tableFile(from, to), fileOf[to]);
    }
    write(fileOf[from]);
  }
  write("lib/testing/c.ts");
  writePackages({ dependencies: { "better-sqlite3": "1.0.0" }, devDependencies: { vitest: "1.0.0" } });
  for (const [, from, to] of single) write(from, to);
  write("lib/client/d.ts", "lib/client/e.ts");
  write("lib/client/e.ts", "lib/client/d.ts");
  found = violations(await cruiseFolder());
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(Object.entries(allowed) as [Part, readonly Part[]][])("%s", (from, mayImport) => {
  it.each((Object.keys(fileOf) as Part[]).filter((to) => to !== from))("towards %s", (to) => {
    const rule = partRule(from);
    expect(found.has(`${rule}: ${tableFile(from, to)} → ${fileOf[to]}`)).toBe(!mayImport.includes(to));
  });
});

describe("single rules", () => {
  it.each(single)("%s", (rule, from, to) => {
    expect([...found].filter((line) => line.startsWith(`${rule}: ${from} → `))).not.toEqual([]);
    expect(to).not.toBe(from);
  });

  it("finds a cycle", () => {
    expect(found).toContain("no cycles: lib/client/d.ts → lib/client/e.ts");
  });

  it("has a case for every rule of the configuration", () => {
    const covered = new Set([...found].map((line) => line.slice(0, line.indexOf(": "))));
    // What the simulator may use is a rule of convenience, not of the table.
    const names = forbidden
      .map((rule) => rule.name)
      .filter((name) => !name.startsWith("lib/testing imports"));
    expect(names.filter((name) => !covered.has(name))).toEqual([]);
  });
});

function tableFile(from: Part, to: Part): string {
  return join(dirname(fileOf[from]), `to-${to.replaceAll("/", "-")}.ts`);
}

function partRule(part: Part): string {
  const rule = forbidden.find(({ name }) => name.startsWith(`${part} imports only`));
  if (rule === undefined) throw new Error(`no rule for ${part}`);
  return rule.name;
}

function write(path: string, imported?: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  const specifier = specifierOf(path, imported);
  writeFileSync(target, specifier === undefined ? "export {};\n" : `import "${specifier}";\n`);
}

function writePackages(
  manifest: Readonly<Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>>,
) {
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const home = join(folder, "node_modules", name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ name, version, main: "index.js" }));
    writeFileSync(join(home, "index.js"), "");
  }
}

function specifierOf(from: string, to: string | undefined): string | undefined {
  if (to === undefined || to.startsWith("node:")) return to;
  if (to.startsWith("package:")) return to.slice("package:".length);
  const path = relative(dirname(from), to).replace(/\.ts$/, "");
  return path.startsWith(".") ? path : `./${path}`;
}

async function cruiseFolder(): Promise<ICruiseResult> {
  const options: ICruiseOptions = {
    baseDir: folder,
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  };
  const { output } = await cruise(["app", "components", "db", "lib"], options);
  if (typeof output === "string") throw new Error(output);
  return output;
}

function violations(result: ICruiseResult): ReadonlySet<string> {
  return new Set(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`));
}

/** The configuration is CommonJS because its tool reads no other; its shape is that of the tool's own types. */
function readConfiguration(): {
  forbidden: (NonNullable<IFlattenedRuleSet["forbidden"]>[number] & { name: string })[];
} {
  return createRequire(import.meta.url)("../.dependency-cruiser.cjs") as ReturnType<typeof readConfiguration>;
}
