"use client";
import dynamic from "next/dynamic";
import Upload from "lucide-react/icons/upload";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { orNotice } from "@/components/ui/lazy-part";
import { droppedOn, type Dropped } from "@/lib/client/chosen-files";
import { useCommands } from "./use-commands";

const ImportDialog = dynamic(
  () => orNotice(import("./import-dialog").then((module) => module.ImportDialog)),
  {
    ssr: false,
  },
);

/** Opens the import dialog; files and folders dropped anywhere on the page open it too. */
export function ImportButton() {
  const [files, setFiles] = useState<readonly Dropped[] | undefined>();
  useCommands("import", [
    { id: "import.open", label: "Import files", group: "General", run: () => setFiles([]) },
  ]);
  useDroppedFiles(setFiles);
  return (
    <>
      <Button onClick={() => setFiles([])}>
        <Upload width={14} height={14} aria-hidden="true" /> Import
      </Button>
      {files !== undefined && <ImportDialog dropped={files} onClose={() => setFiles(undefined)} />}
    </>
  );
}

/** The page is the drop target; drag events come from outside of React. */
function useDroppedFiles(onFiles: (dropped: readonly Dropped[]) => void): void {
  useEffect(() => {
    const accept = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const dropped = droppedOn(event);
      if (dropped.length === 0) return;
      event.preventDefault();
      onFiles(dropped);
    };
    window.addEventListener("dragover", accept);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", accept);
      window.removeEventListener("drop", drop);
    };
  }, [onFiles]);
}
