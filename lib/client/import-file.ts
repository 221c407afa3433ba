import type { ImportReportDto } from "@/lib/contracts/ingest-report";
import { apiFetch } from "./api-fetch";
import { importName, type ChosenFile } from "./chosen-files";

/** How far a file is. */
export type SentFile =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly sent: number }
  | { readonly kind: "done"; readonly report: ImportReportDto }
  | { readonly kind: "failed"; readonly error: unknown };

export interface SendOptions {
  /** Conversation for frames that name none; empty for none. */
  readonly convId: string;
  /** What the files of its folder tell about it (`askFolderHints`). */
  readonly hints: string | undefined;
}

/** Time between two questions how far the server is, ms. */
const pollMs = 400;

/**
 * Sends one file to the console and tells how far it is. Progress is the server's: bytes that it has read,
 * not bytes that left. Never rejects; a failure is the last thing told.
 */
export async function sendFile(
  { file, path }: ChosenFile,
  { convId, hints }: SendOptions,
  tell: (state: SentFile) => void,
): Promise<void> {
  const id = crypto.randomUUID();
  const before = new Blob(hints === undefined ? [] : [hints]);
  const query = new URLSearchParams({ name: importName(path), id });
  if (before.size > 0) query.set("hints", String(before.size));
  if (convId.trim() !== "") query.set("conv", convId.trim());
  tell({ kind: "sending", sent: 0 });
  const { importReportSchema } = await import("@/lib/contracts/ingest-report");
  const timer = setInterval(() => {
    apiFetch(`/api/v1/imports/${id}`, importReportSchema).then(
      ({ state, bytes_read }) => {
        if (state === "running") tell({ kind: "sending", sent: bytes_read });
      },
      // The import may not have begun yet; the answer of the upload itself tells of every failure.
      () => undefined,
    );
  }, pollMs);
  try {
    const report = await apiFetch(`/api/v1/imports?${query.toString()}`, importReportSchema, {
      method: "POST",
      body: before.size > 0 ? new Blob([before, file]) : file,
    });
    clearInterval(timer);
    tell({ kind: "done", report });
  } catch (error) {
    clearInterval(timer);
    tell({ kind: "failed", error });
  }
}
