import { ingestReportSchema, type IngestReport } from "@/lib/contracts/ingest-report";
import { problemSchema } from "@/lib/contracts/problem";
import type { CrashPlan } from "./crash-plan";
import { CrashRun } from "./crash-run";
import type { CrashBundle, CrashServer } from "./crash-server";

/** A line of a type that nobody knows, at a fixed time. */
export const line = (id: string, more: object = {}): string =>
  JSON.stringify({ id, type: "acme.beat", source: "s", occurred_at_ms: 1_795_445_419_018, ...more });

export const lines = (...ids: string[]): string => ids.map((id) => `${line(id)}\n`).join("");

/** Runs `use` against a server on a folder of its own, which it stops. */
export async function withServer(
  bundle: CrashBundle,
  use: (url: string, server: CrashServer, run: CrashRun) => Promise<void>,
  plans: readonly CrashPlan[] = [],
): Promise<void> {
  const run = new CrashRun(bundle, "ingest", 0);
  const { server, url } = await run.start(plans);
  try {
    await use(url, server, run);
  } finally {
    server.kill("SIGTERM");
    await server.ended;
  }
}

export type Headers = Readonly<Record<string, string>>;

/** Sends a body to be ingested, as lines unless the headers say otherwise. */
export async function post(url: string, body: string | Buffer, headers: Headers = {}): Promise<Response> {
  return fetch(`${url}/ingest`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: { "content-type": "application/x-ndjson", ...headers },
  });
}

export const reportOf = async (answer: Response): Promise<IngestReport> =>
  ingestReportSchema.parse(await answer.json());

export const problemOf = async (answer: Response) => problemSchema.parse(await answer.json());

/** Sends again until the store has found room. */
export async function untilTaken(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 507) return answer;
  }
}
