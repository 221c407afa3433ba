import Link from "next/link";
import { Frame } from "@/components/shell/frame";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown for an address or a record that does not exist here. */
export default function NotFound() {
  return (
    <Frame title="Not found">
      <EmptyState
        title="Nothing is stored under this address"
        actions={
          <Link href="/conversations" className={buttonClass()}>
            All conversations
          </Link>
        }
      >
        The record may have been recorded by another console, removed by retention, or the link is incomplete.
      </EmptyState>
    </Frame>
  );
}
