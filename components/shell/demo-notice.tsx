"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/error-state";
import { apiFetch } from "@/lib/client/api-fetch";
import { formatCount, plural } from "@/lib/client/format";
import { useCommands } from "./use-commands";

/** Whether a key names one record; lists and counts begin with their page and name themselves. */
function isRecord([, second]: readonly unknown[]): boolean {
  return typeof second === "string" && second !== "list" && second !== "facets";
}

/** Says that the demo recording is among what is shown, and takes it out with one click. Fits a status bar. */
export function DemoNotice() {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async () => {
      const { removedDemoSchema } = await import("@/lib/contracts/demo");
      return apiFetch("/api/v1/demo", removedDemoSchema, { method: "DELETE" });
    },
    onSuccess: async ({ conversations, events }) => {
      const { toast } = await import("sonner");
      toast("Demo recording removed", {
        description: `${plural(conversations, "conversation")}, ${formatCount(events)} envelopes. grillo demo loads it again.`,
      });
      // What shows a single record may show one that is gone: lists first, then nothing asks for it any more.
      await client.invalidateQueries({ predicate: ({ queryKey }) => !isRecord(queryKey) });
      client.removeQueries({ type: "inactive" });
    },
    onError: async (error) => {
      const { toast } = await import("sonner");
      toast.custom(() => (
        <ErrorState error={error} compact className="rounded-float border bg-panel shadow-float" />
      ));
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
