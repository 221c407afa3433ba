/** Text in a narrow place of which the begin gives way first, because the end tells it apart from others like it. */
export function TailText({ head, tail }: { head: string; tail: string }) {
  return (
    <span className="flex min-w-0">
      <span className="min-w-0 truncate text-fg-subtle">{head}</span>
      <span className="max-w-full shrink-0 truncate">{tail}</span>
    </span>
  );
}
