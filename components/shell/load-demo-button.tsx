"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { apiFetch } from "@/lib/client/api-fetch";

/** Loads the demo recording into this console's own store, some seconds long, and then shows what there is. */
export function LoadDemoButton() {
  const client = useQueryClient();
  const loading = useMutation({
    mutationFn: async () => {
      const { loadedDemoSchema } = await import("@/lib/contracts/demo");
      return apiFetch("/api/v1/demo", loadedDemoSchema, { method: "PUT" });
    },
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      <Button disabled={loading.isPending} aria-busy={loading.isPending} onClick={() => loading.mutate()}>
        {loading.isPending ? "Loading the demo recording…" : "Load the demo recording"}
      </Button>
      {loading.error !== null && <ErrorState error={loading.error} compact />}
    </>
  );
}
