"use client";
import { useSyncExternalStore } from "react";
import { CopyButton } from "@/components/ui/copy-button";

const waysTo = (origin: string) => [
  { what: "Files and folders of a runtime", command: "bin/grillo import PATH" },
  {
    what: "Lines over HTTP",
    command: `curl --data-binary @lines.ndjson -H 'Content-Type: application/x-ndjson' ${origin}/api/v1/ingest`,
  },
  { what: "The demo recording", command: "bin/grillo demo" },
];

const never = () => () => undefined;

/** How to feed an empty store. */
export function NothingRecorded() {
  // Where this very console answers: a command that is copied must not feed another one.
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "http://127.0.0.1:4477",
  );
  return (
    <div className="flex flex-col gap-3 text-left">
      <p>Drop files anywhere on this page, use Import, or run one of these:</p>
      <ul className="flex flex-col gap-2">
        {waysTo(origin).map(({ what, command }) => (
          <li key={what} className="flex flex-col gap-0.5">
            <span className="text-fg-subtle">{what}</span>
            <span className="flex items-center gap-1">
              <code className="num min-w-0 rounded-control bg-raised px-1.5 break-all">{command}</code>
              <CopyButton text={command} label={`Copy command for ${what.toLowerCase()}`} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
