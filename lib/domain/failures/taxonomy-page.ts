import { errorClasses } from "../model/error";
import { classOf, failureCodes, failureKinds } from "./taxonomy";

/** Text of `docs/failure-codes.md`, as Markdown before formatting. */
export function taxonomyPage(): string {
  const sections = errorClasses.map((errorClass) => {
    const rows = failureCodes
      .filter((code) => classOf(code) === errorClass)
      .map((code) => {
        const { title, severity, retryable, cause, remedy } = failureKinds[code];
        return `| \`${code}\` | ${title} | ${severity} | ${retryable ? "yes" : "no"} | ${cause} | ${remedy} |`;
      });
    return [
      `## ${errorClass}`,
      "",
      "| code | what it is | severity | a repeat can help | usual cause | what to do |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
      "",
    ].join("\n");
  });
  return [intro, ...sections].join("\n");
}

const intro = `# Failure codes

Codes of recorded failures of observed runtimes: \`class.slug\`, a closed list that filters and scripts may rely
on. The page is written from \`lib/domain/failures/taxonomy.ts\`; a test compares it. Failures of the console
itself are problems and have pages of their own in \`docs/errors\`.

One failed run is one failure, however many layers show it: the most specific sign is the failure, the others
are its causes. Failures with the same code, tool and normalised message are one incident.
`;
