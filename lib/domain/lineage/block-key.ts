/** Identity of one content of one block, as a text for maps. */
export function blockKey({
  block_id,
  content_hash,
}: {
  readonly block_id: string;
  readonly content_hash: string;
}): string {
  return `${block_id}\n${content_hash}`;
}
