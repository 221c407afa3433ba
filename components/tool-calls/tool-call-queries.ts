import { listOptions, type ListFilter } from "@/lib/client/list-queries";

export const toolCallListOptions = (filter: ListFilter) =>
  listOptions("tool-calls", filter, async () => {
    const { toolCallPageSchema } = await import("@/lib/contracts/call");
    return toolCallPageSchema;
  });
