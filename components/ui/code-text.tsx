/**
 * An error code in a narrow place. Where both do not fit its class, which the mark beside it says already, is left out: they
 * wrap then, and of the two lines only the last has room.
 */
export function CodeText({ code }: { code: string }) {
  const dot = code.indexOf(".") + 1;
  return (
    <span className="num flex h-[1lh] min-w-0 flex-wrap content-end overflow-hidden">
      <span className="text-fg-subtle">{code.slice(0, dot)}</span>
      <span className="max-w-full truncate">{code.slice(dot)}</span>
    </span>
  );
}
