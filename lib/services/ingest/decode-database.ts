import { openForeignBytes } from "@/db/foreign/open-foreign";
import type { Decoded } from "@/lib/domain/envelope";
import type { DecodeContext } from "@/lib/ingest/format";
import { decodeForeignRows } from "@/lib/ingest/pinocchio/database-rows";

/** Every row of a database of the observed runtime, held in memory, one at a time. */
export function* decodeDatabase(bytes: Uint8Array, context: DecodeContext): Generator<Decoded> {
  const database = openForeignBytes(bytes, context.name);
  try {
    yield* decodeForeignRows(database.stores, database.rows(), context);
  } finally {
    database.close();
  }
}
