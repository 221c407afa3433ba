import { listOptions, type ListFilter } from "@/lib/client/list-queries";

export const conversationListOptions = (filter: ListFilter) =>
  listOptions("conversations", filter, async () => {
    const { conversationPageSchema } = await import("@/lib/contracts/conversation");
    return conversationPageSchema;
  });
