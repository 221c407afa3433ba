import { eq } from "drizzle-orm";
import type { RecordIn } from "@/lib/domain/model";
import { imports } from "../schema";
import type { ReadStore } from "../store";

/** The row of a finished import. */
export function findImport({ drizzle }: ReadStore, importId: string): RecordIn<"imports"> | undefined {
  return drizzle.select().from(imports).where(eq(imports.import_id, importId)).get();
}
