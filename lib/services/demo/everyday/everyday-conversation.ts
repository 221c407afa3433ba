import { Random } from "@/lib/testing/scenario/random";
import type { Exchange, Topic } from "./exchange";

interface Model {
  readonly name: string;
  readonly provider: string;
  readonly stop: string;
  readonly toolStop: string;
}

const models: readonly Model[] = [
  { name: "gpt-5", provider: "openai", stop: "stop", toolStop: "tool_calls" },
  { name: "gpt-5-mini", provider: "openai", stop: "stop", toolStop: "tool_calls" },
  { name: "claude-sonnet-4-5", provider: "anthropic", stop: "end_turn", toolStop: "tool_use" },
  { name: "claude-haiku-4-5", provider: "anthropic", stop: "end_turn", toolStop: "tool_use" },
  { name: "gemini-2.5-pro", provider: "gcp.gemini", stop: "STOP", toolStop: "STOP" },
  { name: "mistral-large-2", provider: "mistral_ai", stop: "stop", toolStop: "tool_calls" },
];

/** How each runtime writes: its emitter, how it numbers, and what it tells of itself. */
const runtimes = {
  webchat: {
    options: "fingerprint=webchat@4f2c91a store=on",
    sources: ["demo/webchat-eu", "demo/webchat-us"],
  },
  agent: { options: "fingerprint=agent@91be07d seq=counter keys=full", sources: ["demo/agent-runner"] },
  desk: { options: "fingerprint=desk@c07d5e3 store=dump", sources: ["demo/desk"] },
} as const;

/**
 * The scenario of an ordinary conversation: its exchanges with believable times, and now and then one of
 * the failures of every day. `hoursAgo` is the time of its start before the end of the recording.
 */
export function everydayConversation(seed: string, topic: Topic, index: number, hoursAgo: number): string {
  const conv_id = `demo-${topic.slug}-${String(index + 1)}`;
  const random = new Random(`${seed}/${conv_id}`);
  const runtime = runtimes[topic.runtime];
  const model = random.pick(models);
  const exchanges = topic.conversations[index] ?? [];
  const socket = topic.runtime === "webchat";
  const head = [
    `conversation ${conv_id} start=-${String(Math.round(hoursAgo * 60))}m runtime=${topic.runtime} ${runtime.options}`,
    `profile=${topic.profile} version=${String(random.int(1, 12))}`,
    `model=${model.name} provider=${model.provider} source=${random.pick(runtime.sources)}`,
  ].join(" ");
  const lines = [head, ...(socket ? ["  ws.open"] : [])];
  for (const [turn, exchange] of exchanges.entries()) {
    const pause = turn === 0 ? "" : ` after=${String(random.int(4, 90))}s`;
    lines.push(`  turn t${String(turn + 1)} ${JSON.stringify(exchange.prompt)}${pause}`);
    lines.push(...turnLines(random, exchange, model, topic));
    if (socket) lines.push(`  ping ${String(random.int(14, 70))}`);
  }
  if (socket) lines.push(`  close ws ${random.pick(["1000", "1001"])}`);
  lines.push(
    `  status ${hoursAgo > 36 ? random.pick(["evicted", "closed"]) : random.pick(["idle", "closed"])}`,
  );
  return lines.join("\n");
}

function turnLines(random: Random, exchange: Exchange, model: Model, topic: Topic): string[] {
  const lines: string[] = [];
  let at = 0;
  const say = (text: string) => lines.push(`    +${String(at)} ${text}`);
  const body = `in=${String(60 + exchange.prompt.length)} out=142`;
  say(`http POST /chat 202 took=${String(random.int(8, 24))}ms ${body} auth=allowed agent="Mozilla/5.0"`);
  at += 4;
  say(`middleware system-prompt version=1.0.0 took=${String(random.int(1, 3))}ms position=0`);
  for (const tool of exchange.tools ?? []) {
    at += random.int(12, 40);
    say("llm.start");
    at += random.int(180, 620);
    say(`tool.start ${tool.name} args=${JSON.stringify(tool.args)} timeout=30s`);
    at += 15;
    say(`llm.final finish=${model.toolStop}`);
    at += random.int(5, 30);
    say("tool.run");
    at += random.int(40, 1400);
    at = toolEnd(random, tool.name, tool.result, at, say);
  }
  at += random.int(12, 40);
  say("llm.start");
  if (random.chance(0.08)) {
    at += 250;
    say(`llm.retry status=429 cause=rate_limit backoff=${String(random.int(1, 4))}s`);
    at += 4000;
  }
  if (exchange.thinking !== undefined) {
    at += random.int(300, 900);
    const count = pieces(exchange.thinking);
    say(`llm.thinking ${JSON.stringify(exchange.thinking)} x${String(count)} every=22`);
    at += count * 22;
  }
  at += random.int(200, 800);
  const pace = random.int(22, 48);
  const count = pieces(exchange.answer);
  if (random.chance(0.1)) return [...lines, ...providerFailure(random, at, topic)];
  say(`llm.delta ${JSON.stringify(exchange.answer)} x${String(count)} every=${String(pace)}`);
  at += count * pace + random.int(10, 60);
  say(`llm.final finish=${model.stop}`);
  return lines;
}

/** Deltas of about six characters. */
function pieces(text: string): number {
  return Math.max(2, Math.round(text.length / 6));
}

/** Most tools answer; some do not in time, or fail once in a while. */
function toolEnd(
  random: Random,
  name: string,
  result: unknown,
  at: number,
  say: (text: string) => void,
): number {
  const luck = random.next();
  if (luck < 0.12) {
    say(`tool.fail code=tool.timeout "no answer from ${name} within 30000 ms"`);
  } else if (luck < 0.2) {
    const port = String(random.int(40_000, 60_000));
    say(
      `tool.fail code=tool.failed "dial tcp 10.4.0.${String(random.int(2, 30))}:${port}: connection refused"`,
    );
  } else {
    say(`tool.result ${JSON.stringify(result)}`);
  }
  return at + random.int(8, 30);
}

function providerFailure(random: Random, at: number, topic: Topic): string[] {
  const request = random.hex(20);
  const failure = random.pick([
    `provider.server_error "500 internal error (request req_${request})" http=500 retryable=yes`,
    `provider.rate_limit "429 too many tokens per minute for ${topic.profile} (request req_${request})" http=429 retryable=yes`,
    `provider.timeout "no token for 30000 ms (request req_${request})" retryable=yes`,
  ]);
  return [`    +${String(at + 900)} llm.fail ${failure}`];
}
