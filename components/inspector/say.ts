import { showMessage } from "@/lib/client/messages";

/** Shows a short message in place of the one before. */
export function say(text: string): void {
  showMessage({ title: text, name: "inspector" });
}
