"use client";
import { useCommands } from "../use-commands";
import { failureText } from "@/lib/client/describe-failure";
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
        toggle().catch(async (error: unknown) => {
          const { toast } = await import("sonner");
          toast.error("The pin was not changed", { description: failureText(error) });
        });
      },
    },
  ]);
  return null;
}
