/** Last part of a path with forward slashes, without `.gz`: packing a file does not change what it is. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.endsWith(".gz") ? name.slice(0, -3) : name;
}

/** Name without folders and extensions. */
export function stemOf(path: string): string {
  return baseName(path).replace(/\.(?:nd)?jsonl?$|\.log$|\.txt$|\.ya?ml$/, "");
}

/** Part of a run's file name that its siblings share: `tool-call-x-events.ndjson` -> `tool-call-x`. */
export function runStemOf(path: string): string {
  return stemOf(path).replace(/-(?:events(?:-\d+)?|inference-result|summary|turn)$/, "");
}

/** Conversation of a dumped topic: `xrange-chat_<conv>.ndjson`; undefined for other names. */
export function conversationOfTopicFile(path: string): string | undefined {
  return /^xrange-chat[_:](.+)$/.exec(stemOf(path))?.[1];
}

/** Conversation that a recording's file name tells: `ws-<conv>.<n>.ndjson`, else the name itself. */
export function conversationOfName(path: string): string {
  const stem = stemOf(path);
  return conversationOfTopicFile(path) ?? /^ws-(.+?)(?:\.\d+)?$/.exec(stem)?.[1] ?? stem;
}
