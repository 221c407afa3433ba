import { createHash } from "node:crypto";
import type { Sha256 } from "@/lib/domain/block-hash/block-hash";

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export const hashText: Sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
