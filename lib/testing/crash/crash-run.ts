import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openForReading } from "@/db/store";
import type { Step } from "@/db/steps";
import { storePath } from "@/lib/services/store/data-folder";
import { Random } from "../scenario/random";
import { temporaryFolder } from "../temporary-folder";
import { checkHistory, type Verdict } from "./check-history";
import type { CrashPlan } from "./crash-plan";
import { CrashServer, type CrashBundle, type ServerLimits, type StartOptions } from "./crash-server";
import { History } from "./history";
import { StreamClient } from "./ingest-client";
import { projectionOf, rebuiltProjection } from "./projection-of";

/** One data folder through many lives of its server, with the clients that outlive them all. */
export class CrashRun {
  readonly folder: string;
  readonly history = new History();
  readonly random: Random;
  readonly clients: readonly StreamClient[];

  constructor(
    private readonly bundle: CrashBundle,
    seed: string,
    clients = 4,
  ) {
    this.folder = join(temporaryFolder(), "data");
    this.random = new Random(seed);
    this.clients = Array.from(
      { length: clients },
      (_, i) => new StreamClient(this.history, new Random(`${seed}${String(i)}`), `c${String(i)}`),
    );
  }

  /** Starts the server, `under` another command if there is one. Throws when it ends before it answers. */
  async start(
    plans: readonly CrashPlan[] = [],
    listen: ServerLimits = {},
    under: StartOptions["under"] = [],
  ): Promise<{ server: CrashServer; url: string }> {
    const server = CrashServer.start(this.bundle, this.folder, { plans, listen, under });
    // A test that fails half way leaves none behind in a process that goes on with the next file.
    onTestFinished(() => {
      server.kill("SIGKILL");
    });
    const url = await server.url();
    if (url === undefined) throw new Error(`the server did not answer: ${(await server.ended).stderr}`);
    return { server, url };
  }

  /**
   * Lets every client send until the server dies, by plan or after a number of requests and a few milliseconds;
   * gives its newest step. Throws when it ends in another way.
   */
  async untilKilled(
    plans: readonly CrashPlan[],
    after?: { requests: number; ms: number },
  ): Promise<Step | undefined> {
    const server = CrashServer.start(this.bundle, this.folder, { plans });
    const url = await server.url();
    let requests = 0;
    const isOver = (): boolean => {
      requests += 1;
      if (requests === after?.requests) {
        setTimeout(() => {
          server.kill("SIGKILL");
        }, after.ms);
      }
      return false;
    };
    if (url !== undefined) await Promise.all(this.clients.map((client) => client.run(url, isOver)));
    const { signal, code, stderr } = await server.ended;
    if (signal !== "SIGKILL") throw new Error(`the server ended with ${String(code)}: ${stderr}`);
    return server.lastStep();
  }

  /** Starts the server once more, lets clients repeat what is open, stops it and judges what the store holds. */
  async judge(plans: readonly CrashPlan[] = []): Promise<Verdict> {
    const { server, url } = await this.start(plans);
    for (const client of this.clients) await client.settle(url);
    server.kill("SIGTERM");
    const { code, stderr } = await server.ended;
    if (code !== 0) throw new Error(`the server did not stop cleanly: ${stderr}`);
    return this.verdict();
  }

  /** Judges a store at rest, its projections included. */
  verdict(): Verdict {
    const store = openForReading(storePath(this.folder));
    try {
      const verdict = checkHistory(store, this.history);
      // A rebuild needs every envelope: where some are gone the verdict is given already.
      const isWhole = verdict.lost.length + verdict.altered.length === 0;
      if (isWhole && projectionOf(store) !== rebuiltProjection(store))
        verdict.faults.push("the projection differs from a rebuild");
      return verdict;
    } finally {
      store.sqlite.close();
    }
  }
}

/** The verdict when nothing happened that may not. */
export const soundVerdict = {
  lost: [],
  altered: [],
  duplicated: [],
  phantom: [],
  reordered: [],
  stale: 0,
  faults: [],
};
