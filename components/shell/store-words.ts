import type { WriterStateDto } from "@/lib/contracts/system";

type Trouble = Exclude<WriterStateDto["condition"], "writing">;

/** What is wrong with a store that takes nothing in, and what that means for those who send and for those who read. */
export const storeTroubles: Readonly<Record<Trouble, { readonly title: string; readonly means: string }>> = {
  full: {
    title: "The disk is full",
    means:
      "Senders are told to wait and lose nothing; what is stored can be read. It takes in again by itself once there is room.",
  },
  read_only: {
    title: "The store can only be read",
    means:
      "What is stored can be read. A console that was started so is started again once the disk can be written to.",
  },
  damaged: {
    title: "The store is damaged",
    means:
      "What is whole can be read. grillo doctor says what is not; then restore a backup, or take over what is whole with grillo salvage.",
  },
};
