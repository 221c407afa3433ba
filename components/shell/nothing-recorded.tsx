"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { orNotice } from "@/components/ui/lazy-part";
import { healthOptions } from "@/lib/client/health";

const LoadDemoButton = dynamic(
  () => orNotice(import("./load-demo-button").then((module) => module.LoadDemoButton)),
  { ssr: false, loading: () => <div className="h-7" /> },
);

const waysTo = (origin: string, data: string) => [
  { what: "Files and folders of a runtime", command: `bin/grillo import PATH${data}` },
  {
    what: "Lines over HTTP",
    command: `curl --data-binary @lines.ndjson -H 'Content-Type: application/x-ndjson' ${origin}/api/v1/ingest`,
  },
  { what: "The demo recording", command: `bin/grillo demo${data}` },
];

/** What makes a command find this console's store: nothing where the console does not tell where that is. */
function dataOption(folder: string | null | undefined): string {
  if (folder === null || folder === undefined) return "";
  return ` --data ${/^[\w/.:@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", String.raw`'\''`)}'`}`;
}

const never = () => () => undefined;

/** How to feed an empty store. */
export function NothingRecorded() {
  // Where this very console answers, and what it writes to: a command that is copied must not feed another one.
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "http://127.0.0.1:4477",
  );
  const { data: health } = useQuery(healthOptions);
  return (
    <div className="flex flex-col gap-3 text-left">
      <p>Drop files anywhere on this page, use Import, or run one of these:</p>
      <ul className="flex flex-col gap-2">
        {waysTo(origin, dataOption(health?.data_folder)).map(({ what, command }) => (
          <li key={what} className="flex flex-col gap-0.5">
            <span className="text-fg-subtle">{what}</span>
            <span className="flex items-center gap-1">
              <code className="num min-w-0 rounded-control bg-raised px-1.5 break-all">{command}</code>
              <CopyButton text={command} label={`Copy command for ${what.toLowerCase()}`} />
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <LoadDemoButton />
        <span className="text-xs text-fg-subtle">marked as demo, and removed with one click</span>
      </div>
    </div>
  );
}
