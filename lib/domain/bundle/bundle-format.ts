/**
 * The replay bundle, `.rpb`, format 1: a zip of stored (not compressed) entries with fixed dates. Digests
 * are defined over the contents, never over the container.
 *
 *   mimetype                 the media type, first
 *   manifest.json            what is inside, with the hash of every other file, second
 *   events/000001.evl ...    raw envelopes, length-prefixed, at most 4 MiB a file
 *   events/index.ndjson      one line per envelope: parsed fields, place, SHA-256
 *   records/<set>.ndjson     every row of the conversation, one file per record set
 *
 * Readers refuse a `min_reader_version` above their own and any file that the manifest does not list.
 */
export const bundleMediaType = "application/vnd.replay-bundle+zip";
export const bundleVersion = 1;
export const bundlePaths = {
  mimetype: "mimetype",
  manifest: "manifest.json",
  index: "events/index.ndjson",
} as const;
/** Raw bytes per event file. */
export const bundleSegmentBytes = 4 * 1024 * 1024;

/** Path of the n-th event file, 1-based. */
export function eventFilePath(n: number): string {
  return `events/${String(n).padStart(6, "0")}.evl`;
}

export function recordFilePath(set: string): string {
  return `records/${set}.ndjson`;
}

export interface BundleFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Root of a bundle: SHA-256 over the listed files in path order, each with its length before it, so that no
 * list can be read as another. `sha256` gives lower-case hex.
 */
export function bundleRoot(files: readonly BundleFile[], sha256: (text: string) => string): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(
    ({ path, size, sha256: digest }) => `${String(path.length)}:${path} ${String(size)} ${digest}\n`,
  );
  return sha256(`replay-bundle ${String(bundleVersion)}\n${lines.join("")}`);
}
