import { z } from "zod";

/** Bytes at the start of each file that are read for what the files of a folder tell about each other. */
export const headBytes = 256 * 1024;

/** What stands before the heads in the body of `POST /api/v1/imports/hints`: whose they are, in order. */
export const headListSchema = z.strictObject({
  files: z
    .array(z.strictObject({ path: z.string().max(4096), bytes: z.int().min(0).max(headBytes) }))
    .max(20_000),
});
export type HeadList = z.infer<typeof headListSchema>;

/** Answer of `POST /api/v1/imports/hints`. */
export const folderHintsSchema = z.object({
  folders: z.array(
    z.object({
      /** Places of its files in the list that was sent. */
      files: z.array(z.int()),
      /** Goes before each of these files in the body of its import; opaque. */
      hints: z.string(),
    }),
  ),
});
export type FolderHintsDto = z.infer<typeof folderHintsSchema>;
