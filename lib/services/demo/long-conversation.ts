import { Random } from "@/lib/testing/scenario/random";
import { expertTopics } from "./everyday/expert-topics";
import { serviceTopics } from "./everyday/service-topics";

const turns = 8;
const answersPerTurn = 5;
const deltasPerAnswer = 500;

/**
 * One working day with an agent that reads a whole archive: 8 turns of 5 long answers each, about 20,000
 * envelopes in all. The text of an answer stays short, because every delta carries all of it so far.
 */
export function longConversation(seed: string): string {
  const random = new Random(`${seed}/long`);
  const lines = [
    'conversation demo-20k-events "Reads the whole archive" start=-23h runtime=agent fingerprint=agent@91be07d ' +
      "profile=researcher version=6 model=gpt-5 provider=openai source=demo/agent-runner seq=counter store=dump",
  ];
  for (let turn = 1; turn <= turns; turn += 1) {
    lines.push(
      `  turn t${String(turn)} "Read folder ${String(turn)} of the archive and tell me what is in it" after=30s`,
    );
    for (let answer = 1; answer <= answersPerTurn; answer += 1) {
      const at = (answer - 1) * 9000;
      lines.push(`    +${String(at)} llm.start`);
      lines.push(
        `    +${String(at + 400)} llm.delta ${JSON.stringify(report(random, turn, answer))} x${String(deltasPerAnswer)} every=14`,
      );
      if (answer < answersPerTurn) {
        const args = JSON.stringify({ folder: turn, box: answer, pages: random.int(12, 480) });
        lines.push(`    +${String(at + 7500)} tool.start read_box args=${args}`);
        lines.push(`    +${String(at + 7520)} llm.final finish=tool_calls`);
        lines.push(`    +${String(at + 7560)} tool.run`);
        lines.push(`    +${String(at + 8600)} ${boxResult(random, turn, answer)}`);
      } else {
        lines.push(`    +${String(at + 7600)} llm.final`);
      }
    }
  }
  lines.push("  status closed");
  return lines.join("\n");
}

/** A report of some 1,200 characters, put together from answers of other conversations. */
function report(random: Random, turn: number, answer: number): string {
  const pool = [...expertTopics, ...serviceTopics].flatMap(({ conversations }) =>
    conversations.flat().map((exchange) => exchange.answer.split("\n")[0] ?? ""),
  );
  let text = `Folder ${String(turn)}, box ${String(answer)}.`;
  while (text.length < 1200) text += ` Sheet ${String(random.int(1, 480))}: ${random.pick(pool)}`;
  return text.slice(0, 1300);
}

/** One box is missing and one takes too long; all others are there. */
function boxResult(random: Random, turn: number, answer: number): string {
  if (turn === 3 && answer === 2) return 'tool.fail code=tool.failed "box 2 of folder 3 is not on its shelf"';
  if (turn === 6 && answer === 4)
    return 'tool.fail code=tool.timeout "no answer from read_box within 30000 ms"';
  return `tool.result ${JSON.stringify({ pages: random.int(12, 480), legible: random.int(80, 100) / 100 })}`;
}
