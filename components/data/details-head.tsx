import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { MonoId } from "./mono-id";

export interface DetailsHeadProps {
  title: string;
  /** Status or kind, before the title. */
  mark?: ReactNode;
  id: string;
  /** What the id is, for the copy button: "call id". */
  idLabel: string;
  /** Where the record stands in its conversation; null when it belongs to none. */
  href: string | null;
  /** More buttons. */
  actions?: ReactNode;
}

/** The head of a details pane: what it is, its id, and the way into the inspector. */
export function DetailsHead({ title, mark, id, idLabel, href, actions }: DetailsHeadProps) {
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-b px-3.5 py-3">
      <div className="flex min-w-0 items-center gap-2.5">
        <h2 className="min-w-0 text-md font-semibold break-words">{title}</h2>
        {mark !== undefined && <span className="ml-auto shrink-0">{mark}</span>}
      </div>
      <MonoId id={id} maxLength={40} copyLabel={idLabel} className="text-fg-subtle" />
      <div className="mt-0.5 flex flex-wrap gap-2">
        {href !== null && (
          <Link href={href} className={buttonClass({ variant: "primary" })}>
            Open in conversation <Kbd keys="Enter" />
          </Link>
        )}
        {actions}
      </div>
    </div>
  );
}
