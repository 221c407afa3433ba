/**
 * An error code in a narrow place. Its class gives way first: the mark beside it says that already, and what tells two
 * failures apart is the end.
 */
export function CodeText({ code }: { code: string }) {
  const dot = code.indexOf(".") + 1;
  return (
    <span className="num flex min-w-0">
      <span className="min-w-0 shrink-[1000] truncate text-fg-subtle">{code.slice(0, dot)}</span>
      <span className="min-w-0 truncate">{code.slice(dot)}</span>
    </span>
  );
}
