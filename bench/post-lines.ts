import { Agent, request } from "node:http";

export interface PostOptions {
  /** Address of the console, e.g. `http://127.0.0.1:4477`. */
  readonly url: string;
  /** Requests under way at one time, each on a connection of its own. */
  readonly connections: number;
  /** Called with the number of lines that were acknowledged so far. */
  readonly onProgress?: (lines: number) => void;
}

/**
 * Posts bodies of NDJSON to the ingest route as senders do and resolves when every one was acknowledged as
 * durable. A busy answer (429, 503) is obeyed and the body sent again. Rejects on any other answer than 200.
 */
export async function postLines(
  bodies: Iterable<{ readonly text: string; readonly lines: number }>,
  { url, connections, onProgress = () => undefined }: PostOptions,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = bodies[Symbol.iterator]();
  let acknowledged = 0;
  const send = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      await postOne(agent, url, next.value.text);
      acknowledged += next.value.lines;
      onProgress(acknowledged);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  agent.destroy();
}

async function postOne(agent: Agent, url: string, text: string): Promise<void> {
  for (;;) {
    const { status, retryAfterS, answer } = await post(agent, url, text);
    if (status === 200) return;
    if (status !== 429 && status !== 503) throw new Error(`ingest answered ${String(status)}: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, retryAfterS * 1000));
  }
}

function post(
  agent: Agent,
  url: string,
  text: string,
): Promise<{ readonly status: number; readonly retryAfterS: number; readonly answer: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-ndjson", "content-length": Buffer.byteLength(text) };
    const sent = request(`${url}/api/v1/ingest`, { method: "POST", agent, headers }, (answer) => {
      const parts: string[] = [];
      answer.setEncoding("utf8").on("data", (part: string) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const retryAfterS = Number(answer.headers["retry-after"] ?? "0.1");
        resolve({ status: answer.statusCode ?? 0, retryAfterS, answer: parts.join("").slice(0, 500) });
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

/** Groups lines into bodies of at most so many lines each. */
export function* bodiesOf(
  lines: Iterable<string>,
  linesEach: number,
): Generator<{ readonly text: string; readonly lines: number }> {
  let part: string[] = [];
  for (const line of lines) {
    part.push(line);
    if (part.length < linesEach) continue;
    yield { text: `${part.join("\n")}\n`, lines: part.length };
    part = [];
  }
  if (part.length > 0) yield { text: `${part.join("\n")}\n`, lines: part.length };
}
