import Link from "next/link";
import { Frame } from "@/components/shell/frame";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The address names an incident that is not in this store. */
export default function IncidentNotFound() {
  return (
    <Frame title="No such incident" crumbs={[{ label: "Incidents", href: "/incidents" }]}>
      <EmptyState
        title="This incident is not in the store"
        actions={
          <Link href="/incidents" className={buttonClass()}>
            All incidents
          </Link>
        }
      >
        Its failures may have been removed or grouped anew, or the link is of another store.
      </EmptyState>
    </Frame>
  );
}
