import { Status } from "@/components/ui/status";
import type { ChosenFile } from "@/lib/client/chosen-files";
import { failureText } from "@/lib/client/describe-failure";
import { formatBytes, formatCount } from "@/lib/client/format";
import type { SentFile } from "@/lib/client/import-file";

/** A file on its way into the store. */
export interface Upload {
  readonly chosen: ChosenFile;
  readonly state: SentFile;
}

/** One file and what became of it. */
export function UploadRow({ chosen: { file, path }, state }: Upload) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-2 text-xs">
      <span className="num truncate" title={path}>
        {path}
      </span>
      <span className="num text-fg-subtle">{formatBytes(file.size)}</span>
      <span className="col-span-2" role="status">
        <Outcome state={state} size={file.size} />
      </span>
    </li>
  );
}

function Outcome({ state, size }: { state: SentFile; size: number }) {
  switch (state.kind) {
    case "waiting":
      return <Status status="waiting" />;
    case "sending":
      return <Status status="running">{`${formatBytes(state.sent)} of ${formatBytes(size)} sent`}</Status>;
    case "failed":
      return <Status status="failed">{failureText(state.error)}</Status>;
    case "done": {
      const { format, received, stored, duplicate, conflict, rejected, reasons } = state.report;
      const sum = `${formatCount(received)} received: ${formatCount(stored)} stored, ${formatCount(duplicate)} known, ${formatCount(conflict)} in conflict, ${formatCount(rejected)} rejected`;
      return (
        <span className="flex flex-col gap-0.5">
          <Status
            status={rejected + conflict > 0 ? "warning" : "ok"}
            tone={rejected + conflict > 0 || format === null ? "warn" : "ok"}
          >
            {format === null ? "not recognised, left alone" : `${format} · ${sum}`}
          </Status>
          {reasons.map((reason) => (
            <span key={reason.code} className="text-fg-muted">
              {reason.detail}
            </span>
          ))}
        </span>
      );
    }
  }
}
