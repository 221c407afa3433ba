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
  /** What the way there is called. */
  openLabel?: string;
  /** More buttons. */
  actions?: ReactNode;
  /** Pin and note. */
  marks: ReactNode;
}

/**
 * The head of a details pane: what it is, its id, and the way into the inspector. In a pane that is wide, and then low, it
 * is one line.
 */
export function DetailsHead({
  title,
  mark,
  id,
  idLabel,
  href,
  openLabel = "Open in conversation",
  actions,
  marks,
}: DetailsHeadProps) {
  return (
    <div className="@container shrink-0 border-b">
      <div className="flex flex-col gap-1.5 px-3.5 py-3 @2xl:flex-row @2xl:items-center @2xl:gap-4 @2xl:py-1.5">
        <div className="flex min-w-0 items-start gap-2.5 @2xl:items-center">
          <h2 className="min-w-0 text-md font-semibold break-words">{title}</h2>
          <div className="ml-auto flex shrink-0 items-center gap-2">
            {mark}
            {marks}
          </div>
        </div>
        <MonoId id={id} maxLength={40} copyLabel={idLabel} className="text-fg-subtle" />
        <div className="mt-0.5 flex shrink-0 flex-wrap gap-2 @2xl:mt-0 @2xl:ml-auto">
          {href !== null && (
            <Link href={href} className={buttonClass({ variant: "primary" })}>
              {openLabel} <Kbd keys="Enter" />
            </Link>
          )}
          {actions}
        </div>
      </div>
    </div>
  );
}
