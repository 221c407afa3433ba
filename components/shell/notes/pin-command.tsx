"use client";
import { useCommands } from "../use-commands";
import { failureText } from "@/lib/client/describe-failure";
import { showMessage } from "@/lib/client/messages";
import { usePin } from "./use-pin";

/**
 * The key that pins the record under the cursor, also while its details are still on their way. Draws nothing; the
 * details show the pin.
 */
export function PinCommand({ convId, recordRef }: { convId: string | null; recordRef: string }) {
  const { toggle } = usePin(convId, recordRef);
  useCommands("pin", [
    {
      id: "notes.pin",
      label: "Pin or unpin the record",
      group: "Notes",
      keys: ["P"],
      run: () => {
        toggle().catch((error: unknown) =>
          showMessage({ title: "The pin was not changed", detail: failureText(error), failed: true }),
        );
      },
    },
  ]);
  return null;
}
