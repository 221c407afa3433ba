import { listOptions, type ListFilter } from "@/lib/client/list-queries";

export const transportListOptions = (filter: ListFilter) =>
  listOptions("transport", filter, async () => {
    const { transportPageSchema } = await import("@/lib/contracts/transport");
    return transportPageSchema;
  });
