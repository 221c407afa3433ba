import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { ListenOptions } from "@/lib/cli/http-server";
import { bundleInto } from "@/scripts/bundle-cli.mjs";
import type { Step } from "@/db/steps";
import { marks, planVariable, stepVariable, type CrashPlan } from "./crash-plan";

/** The bundled server, made once per test file. */
export interface CrashBundle {
  readonly entry: string;
  remove(): void;
}

/** Bundles the server. Inside the project, because it loads its packages from there. */
export async function bundleCrashServer(): Promise<CrashBundle> {
  mkdirSync("dist", { recursive: true });
  const folder = mkdtempSync(join("dist", "crash-"));
  const source = "lib/testing/crash";
  // With its packages inside, a process starts in half the time; the driver is native and stays outside.
  const whole = {
    packages: "bundle" as const,
    external: ["better-sqlite3"],
    banner: {
      js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`,
    },
  };
  await bundleInto(
    folder,
    {
      "server-entry": `${source}/server-entry.ts`,
      "writer-entry": `${source}/writer-entry.ts`,
    },
    whole,
  );
  return {
    entry: join(folder, "server-entry.mjs"),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Limits that a test gives a server: those of the listener, and the bytes that may wait for the disk. */
export type ServerLimits = Partial<ListenOptions> & { readonly queue_bytes?: number };

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export interface StartOptions {
  readonly plans?: readonly CrashPlan[];
  /** Command and arguments that run the server under observation. */
  readonly under?: readonly string[];
  /** Limits of the listener that differ from the console's, and of the queue. */
  readonly listen?: ServerLimits;
}

/** A server in a process of its own. */
export class CrashServer {
  #stderr = "";
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly stepPath: string,
    readonly pid: number,
  ) {
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.ended = once(child, "close").then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
      stderr: this.#stderr,
    }));
  }

  /** Starts the server on a data folder; it may already be dead by plan when this resolves. */
  static start(
    bundle: CrashBundle,
    folder: string,
    { plans = [], under = [], listen = {} }: StartOptions = {},
  ): CrashServer {
    mkdirSync(folder, { recursive: true });
    const stepPath = join(folder, "..", `${folder.split("/").at(-1) ?? ""}.step`);
    writeFileSync(stepPath, "\0");
    const stepFile = openSync(stepPath, "r+");
    const node = [bundle.entry, folder, resolve("drizzle"), JSON.stringify(listen)];
    const [command, ...before] = under;
    const args = command === undefined ? node : [...before, process.execPath, ...node];
    const child = spawn(command ?? process.execPath, args, {
      env: { ...process.env, [planVariable]: JSON.stringify(plans), [stepVariable]: "3" },
      stdio: ["ignore", "pipe", "pipe", stepFile],
    });
    closeSync(stepFile);
    if (child.pid === undefined) throw new Error("the server did not start");
    return new CrashServer(child, stepPath, child.pid);
  }

  /** Address once it answers; undefined when the process ended before that. */
  async url(): Promise<string | undefined> {
    if (this.child.stdout === null) throw new Error("stdout is a pipe");
    for await (const line of createInterface({ input: this.child.stdout })) {
      if (line.startsWith("ready ")) return line.slice("ready ".length);
    }
    return undefined;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The newest step before the end, if the writer had begun a batch. */
  lastStep(): Step | undefined {
    return marks[(readFileSync(this.stepPath)[0] ?? 0) - 1];
  }
}
