"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { Status } from "@/components/ui/status";
import { describeFailure } from "@/lib/client/describe-failure";
import { formatBytes, formatCount } from "@/lib/client/format";
import { sendFile, type SentFile } from "@/lib/client/import-file";

interface Upload {
  readonly file: File;
  readonly state: SentFile;
}

export interface ImportDialogProps {
  /** Files that were dropped; empty when the dialog was opened by its button. */
  files: readonly File[];
  onClose: () => void;
}

/** Sends files one after the other and says what became of each. Closing does not stop what was begun. */
export function ImportDialog({ files, onClose }: ImportDialogProps) {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [conv, setConv] = useState("");
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef(Promise.resolve());

  const add = (chosen: readonly File[]) => {
    for (const file of chosen) {
      const show = (state: SentFile) =>
        setUploads((known) =>
          known.some((upload) => upload.file === file)
            ? known.map((upload) => (upload.file === file ? { file, state } : upload))
            : [...known, { file, state }],
        );
      show({ kind: "waiting" });
      queue.current = queue.current
        .then(() => sendFile(file, conv, show))
        .then(() => client.invalidateQueries());
    }
  };
  const start = useRef(add);
  // Dropped files are an event from outside: they start once, when the dialog opens.
  useEffect(() => start.current(files), [files]);

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Import"
      description="Databases, captures, logs and transcripts of a runtime. The format is told by the content; importing a file twice changes nothing."
      wide
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Conversation for frames that name none" className="min-w-64 flex-1">
            {(ids) => (
              <input
                {...ids}
                value={conv}
                onChange={(event) => setConv(event.currentTarget.value)}
                className={inputClass}
              />
            )}
          </Field>
          <label className={buttonClass({ variant: "primary" })}>
            Choose files
            <input
              ref={picker}
              type="file"
              multiple
              className="sr-only"
              onChange={(event) => add([...(event.currentTarget.files ?? [])])}
            />
          </label>
        </div>
        {uploads.length === 0 ? (
          <p className="rounded-float border border-dashed border-border-control p-6 text-center text-fg-muted">
            Drop files here or anywhere on the page.
          </p>
        ) : (
          <ul aria-label="Files" className="flex flex-col divide-y">
            {uploads.map(({ file, state }) => (
              <UploadRow
                key={`${file.name}-${String(file.lastModified)}-${String(file.size)}`}
                file={file}
                state={state}
              />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function UploadRow({ file, state }: Upload) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-2 text-xs">
      <span className="num truncate" title={file.name}>
        {file.name}
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
      return <Status status="failed">{describeFailure(state.error).detail}</Status>;
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
