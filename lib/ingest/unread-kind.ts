/** Kinds of files that people drop by mistake, by the bytes at a place in them, with what to do about it. */
const kinds: readonly (readonly [offset: number, bytes: string, kind: string])[] = [
  [0, "PK\u0003\u0004", "a ZIP archive; unpack it and import its folder"],
  [257, "ustar", "a tar archive; unpack it and import its folder"],
  [0, "\u00fd7zXZ\u0000", "compressed by xz; unpack it first"],
  [0, "\u0028\u00b5\u002f\u00fd", "compressed by Zstandard; unpack it first"],
  [0, "BZh", "compressed by bzip2; unpack it first"],
  [0, "7z\u00bc\u00af\u0027\u001c", "a 7z archive; unpack it and import its folder"],
  [0, "\u00ff\u00fe", "text in UTF-16; save it as UTF-8"],
  [0, "\u00fe\u00ff", "text in UTF-16; save it as UTF-8"],
  [0, "PAR1", "a Parquet file, which the console does not read"],
  [0, "%PDF-", "a PDF document, which holds no recording"],
  [0, "\u0089PNG", "a picture, which holds no recording"],
  [0, "\u00ff\u00d8\u00ff", "a picture, which holds no recording"],
];

/** What a file is that no decoder reads, by its first bytes with gzip removed; undefined when they do not tell. */
export function unreadKind(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 512)).toString("latin1");
  return kinds.find(([offset, bytes]) => text.startsWith(bytes, offset))?.[2];
}
