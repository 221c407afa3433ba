import { listOptions, type ListFilter } from "@/lib/client/list-queries";

export const modelCallListOptions = (filter: ListFilter) =>
  listOptions("model-calls", filter, async () => {
    const { modelCallPageSchema } = await import("@/lib/contracts/call");
    return modelCallPageSchema;
  });
