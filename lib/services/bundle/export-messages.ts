import type { PortableError } from "../store/writer-messages";

/** What a thread that writes one bundle is given. */
export interface ExportThreadData {
  /** File of the store. */
  readonly path: string;
  readonly conv_ids: readonly string[];
}

/** Asks for the next part of the bundle: no more is made than is asked for. */
export interface ExportRequest {
  readonly ask: "next";
}

/** The next part, the end, or why there is none. */
export type ExportReply =
  { readonly chunk: Uint8Array<ArrayBuffer> } | { readonly done: true } | { readonly error: PortableError };
