import { hash } from "node:crypto";

/** SHA-256 of a text, lowercase hex: how domain rules are given their hash. */
export function sha256Text(text: string): string {
  return hash("sha256", text, "hex");
}
