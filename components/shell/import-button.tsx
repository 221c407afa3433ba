"use client";
import dynamic from "next/dynamic";
import Upload from "lucide-react/icons/upload";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useCommands } from "./use-commands";

const ImportDialog = dynamic(() => import("./import-dialog").then((module) => module.ImportDialog), {
  ssr: false,
});

/** Opens the import dialog; files dropped anywhere on the page open it too. */
export function ImportButton() {
  const [files, setFiles] = useState<readonly File[] | undefined>();
  useCommands("import", [
    { id: "import.open", label: "Import files", group: "General", run: () => setFiles([]) },
  ]);
  useDroppedFiles(setFiles);
  return (
    <>
      <Button onClick={() => setFiles([])}>
        <Upload width={14} height={14} aria-hidden="true" /> Import
      </Button>
      {files !== undefined && <ImportDialog files={files} onClose={() => setFiles(undefined)} />}
    </>
  );
}

/** The page is the drop target; drag events come from outside of React. */
function useDroppedFiles(onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    const accept = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const dropped = [...(event.dataTransfer?.files ?? [])];
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
