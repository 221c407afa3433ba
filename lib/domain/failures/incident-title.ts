/**
 * The tool whose failures an incident groups, unless its title names it: two tools may fail with the same words, and are
 * two incidents. Undefined for other classes, and when several tools were merged.
 */
export function incidentTool({
  title,
  error_class,
  tools,
}: {
  readonly title: string | null;
  readonly error_class: string;
  readonly tools: readonly string[];
}): string | undefined {
  const [tool] = tools;
  return error_class !== "tool" || tools.length !== 1 || tool === undefined || title?.includes(tool) === true
    ? undefined
    : tool;
}

/**
 * What an incident is called: its normalised message with dots for what differs each time, and without the underscores
 * of a kind that stands for a message.
 */
export function incidentTitle({
  title,
  error_code,
}: {
  readonly title: string | null;
  readonly error_code: string;
}): string {
  if (title === null || title === "") return error_code;
  const words = title.replace(/<[a-z]+>/g, "…");
  // A projector that failed without a message is named by its kind of fault.
  return error_code.startsWith("projection.")
    ? words.replace(
        /^(\w+): ([a-z_]+)$/,
        (_, kind: string, fault: string) => `${kind}: ${fault.replaceAll("_", " ")}`,
      )
    : words;
}
