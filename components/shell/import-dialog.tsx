"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field, inputClass } from "@/components/ui/field";
import { filesOfDrop, filesOfInput, type ChosenFile, type Dropped } from "@/lib/client/chosen-files";
import { askFolderHints } from "@/lib/client/folder-hints";
import { formatCount } from "@/lib/client/format";
import { sendFile, type SentFile } from "@/lib/client/import-file";
import { UploadRow, type Upload } from "./upload-row";

export interface ImportDialogProps {
  /** What was dropped; empty when the dialog was opened by its button. */
  dropped: readonly Dropped[];
  onClose: () => void;
}

/** Sends files one after the other and says what became of each. Closing does not stop what was begun. */
export function ImportDialog({ dropped, onClose }: ImportDialogProps) {
  const client = useQueryClient();
  const [conv, setConv] = useState("");
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [unreadable, setUnreadable] = useState<unknown>();
  const queue = useRef(Promise.resolve());

  const show = (chosen: ChosenFile, state: SentFile) =>
    setUploads((known) => known.map((upload) => (upload.chosen === chosen ? { chosen, state } : upload)));
  const send = async (files: readonly ChosenFile[]) => {
    try {
      const hints = await askFolderHints(files);
      for (const chosen of files)
        await sendFile(chosen, { convId: conv, hints: hints.get(chosen) }, (state) => show(chosen, state));
    } catch (error) {
      for (const chosen of files) show(chosen, { kind: "failed", error });
    }
    await client.invalidateQueries();
  };
  const add = (files: readonly ChosenFile[]) => {
    if (files.length === 0) return;
    setUploads((known) => [
      ...known,
      ...files.map((chosen): Upload => ({ chosen, state: { kind: "waiting" } })),
    ]);
    queue.current = queue.current.then(() => send(files));
  };
  const start = useRef(add);
  // Dropped files are an event from outside: they start once, when the dialog opens.
  useEffect(() => void filesOfDrop(dropped).then(start.current, setUnreadable), [dropped]);

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Import"
      description="Databases, captures, logs and transcripts of a runtime. The format is told by the content, files of one folder find each other, and importing a file twice changes nothing."
      wide
      footer={
        <>
          <span role="status" className="mr-auto self-center text-xs text-fg-muted">
            {progressText(uploads)}
          </span>
          <Button onClick={onClose}>Close</Button>
        </>
      }
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
          <FilePicker label="Choose a folder" isFolder onFiles={add} />
          <FilePicker label="Choose files" isFolder={false} onFiles={add} />
        </div>
        {unreadable !== undefined && <ErrorState error={unreadable} compact />}
        {uploads.length === 0 ? (
          <p className="rounded-float border border-dashed border-border-control p-6 text-center text-fg-muted">
            Drop files or folders here or anywhere on the page.
          </p>
        ) : (
          <ul aria-label="Files" className="flex flex-col divide-y">
            {uploads.map(({ chosen, state }, i) => (
              // A file may be chosen twice, and none ever leaves the list.
              <UploadRow key={i} chosen={chosen} state={state} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

interface FilePickerProps {
  label: string;
  isFolder: boolean;
  onFiles: (files: readonly ChosenFile[]) => void;
}

function FilePicker({ label, isFolder, onFiles }: FilePickerProps) {
  return (
    <label className={buttonClass({ variant: isFolder ? "default" : "primary" })}>
      {label}
      <input
        type="file"
        multiple
        // React's types do not know it; every browser does.
        {...(isFolder ? { webkitdirectory: "" } : {})}
        className="sr-only"
        onChange={(event) => {
          onFiles(filesOfInput(event.currentTarget.files ?? []));
          // The same choice again is an event again.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

function progressText(uploads: readonly Upload[]): string {
  if (uploads.length < 2) return "";
  const ended = uploads.filter(({ state }) => state.kind === "done" || state.kind === "failed").length;
  return `${formatCount(ended)} of ${formatCount(uploads.length)} files`;
}
