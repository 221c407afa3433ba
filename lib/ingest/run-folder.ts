import { baseName } from "./file-names";

/** A file of a runner's folder that belongs to one of its turns. */
export interface RunFile {
  /** 1-based turn of the run: the first prompt, then each follow-up. */
  readonly turn_index: number;
  readonly kind: "events" | "raw" | "turn";
}

const eventsFile = /^events(?:-(\d+))?\.ndjson$/;
const rawFile =
  /^turn-(\d+)-(?:http-request\.json|http-response\.json|sse\.log|provider-.+\.json|input\.yaml)$/;
const turnFile = /^(?:input_turn|final_turn(?:_(\d+))?)\.yaml$/;

/** What the runner's naming says of a file (geppetto, `pkg/inference/fixtures`); undefined for other names. */
export function runFileOf(path: string): RunFile | undefined {
  const name = baseName(path);
  for (const [kind, pattern] of [
    ["events", eventsFile],
    ["raw", rawFile],
    ["turn", turnFile],
  ] as const) {
    const match = pattern.exec(name);
    if (match !== null) return { kind, turn_index: Number(match[1] ?? 1) };
  }
  return undefined;
}

/** Folder whose files speak of one thing together: that of the file, and for a runner's `raw/` the one above. */
export function folderOf(path: string): string {
  const folder = parentOf(path);
  return runFileOf(path)?.kind === "raw" && baseName(folder) === "raw" ? parentOf(folder) : folder;
}

function parentOf(path: string): string {
  const slash = path.replaceAll("\\", "/").lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}
