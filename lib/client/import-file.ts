import type { ImportReportDto } from "@/lib/contracts/ingest-report";
import { apiFetch } from "./api-fetch";

/** How far a file is. */
export type SentFile =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly sent: number }
  | { readonly kind: "done"; readonly report: ImportReportDto }
  | { readonly kind: "failed"; readonly error: unknown };

/** Time between two questions how far the server is, ms. */
const pollMs = 400;

/**
 * Sends one file to the console and tells how far it is. Progress is the server's: bytes that it has read,
 * not bytes that left. Never rejects; a failure is the last thing told.
 */
export async function sendFile(file: File, convId: string, tell: (state: SentFile) => void): Promise<void> {
  const id = crypto.randomUUID();
  const query = new URLSearchParams({ name: file.name, id });
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
      body: file,
    });
    clearInterval(timer);
    tell({ kind: "done", report });
  } catch (error) {
    clearInterval(timer);
    tell({ kind: "failed", error });
  }
}
