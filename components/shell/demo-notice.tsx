"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { describeFailure } from "@/lib/client/describe-failure";
import { formatCount, plural } from "@/lib/client/format";
import { isListKey } from "@/lib/client/list-queries";
import { showMessage } from "@/lib/client/messages";
import { useCommands } from "./use-commands";

/** Says that the demo recording is among what is shown, and takes it out with one click. Fits a status bar. */
export function DemoNotice() {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async () => {
      const { removedDemoSchema } = await import("@/lib/contracts/demo");
      return apiFetch("/api/v1/demo", removedDemoSchema, { method: "DELETE" });
    },
    onSuccess: async ({ conversations, events }) => {
      showMessage({
        title: "Demo recording removed",
        detail: `${plural(conversations, "conversation")}, ${formatCount(events)} envelopes. grillo demo loads it again.`,
      });
      // What shows a single record may show one that is gone: lists first, then nothing asks for it any more.
      await client.invalidateQueries({ predicate: ({ queryKey }) => isListKey(queryKey) });
      client.removeQueries({ type: "inactive" });
    },
    onError: (error) => {
      const { title, detail } = describeFailure(error);
      showMessage({ title, detail, failed: true });
    },
  });
  const { mutate, isPending } = removal;
  useCommands("demo", [
    {
      id: "store.remove-demo",
      label: "Remove the demo recording",
      group: "Store",
      run: () => mutate(),
    },
  ]);
  return (
    <span className="inline-flex items-center gap-2">
      <span>
        <span className="max-sm:hidden">with the </span>demo<span className="max-sm:hidden"> recording</span>
      </span>
      <button type="button" className="link" disabled={isPending} onClick={() => mutate()}>
        {isPending ? "Removing…" : "Remove it"}
      </button>
    </span>
  );
}
