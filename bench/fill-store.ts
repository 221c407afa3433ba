import { ownStore } from "@/lib/services/store/data-folder";
import { WriterHost } from "@/lib/services/store/writer-host";

/** Longest line that a bench sends, bytes. */
const maxLineBytes = 64 << 20;

/**
 * Fills a data folder with native lines through the one road to the disk, in this process: the same as
 * `grillo import` of a file with these lines, without the file. Everything is settled, packed and
 * checkpointed when it resolves. Must run with `--conditions=react-server`.
 */
export async function fillStore(folder: string, bodies: Iterable<{ readonly text: string }>): Promise<void> {
  const host = new WriterHost(ownStore(folder, "bench", new Date(), "drizzle"), () => Date.now(), "command");
  host.openNdjson("bench", { source: "bench", all_results: false, max_line_bytes: maxLineBytes });
  for (const { text } of bodies) await host.push("bench", Buffer.from(text));
  await host.end("bench");
  host.close();
}
