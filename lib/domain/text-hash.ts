/**
 * FNV-1a over the UTF-16 units of a text, 32 bits, going on from a hash of what came before. For tables in memory alone:
 * who knows it can make two texts agree.
 */
export function fnv1a(text: string, start: number = fnvBasis): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

const fnvBasis = 0x811c9dc5;
