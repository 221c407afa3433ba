import clsx from "clsx";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { truncateMiddle } from "@/lib/client/format";

export interface MonoIdProps {
  id: string;
  /** Longest text shown; the middle is left out. */
  maxLength?: number;
  /** Makes the id a link. */
  href?: string;
  /** What the id is, for the name of the copy button; without it there is no copy button. */
  copyLabel?: string;
  className?: string;
}

/** Characters of the end that are always seen. */
const tailLength = 6;

/** An id or hash: monospaced, both ends visible however narrow its place is, whole in the title and on copy. */
export function MonoId({ id, maxLength = 24, href, copyLabel, className }: MonoIdProps) {
  const text = truncateMiddle(id, maxLength);
  const isLong = text.length > 2 * tailLength;
  const ends = (
    <>
      <span className="truncate">{isLong ? text.slice(0, -tailLength) : text}</span>
      {isLong && <span className="shrink-0">{text.slice(-tailLength)}</span>}
    </>
  );
  return (
    <span
      className={clsx("num inline-flex min-w-0 max-w-full items-center gap-0.5 align-middle", className)}
      title={id}
    >
      {href === undefined ? (
        <span className="flex min-w-0">{ends}</span>
      ) : (
        // A target of 24 px in a line of 16.
        <Link href={href} className="link -my-1 flex min-w-6 py-1">
          {ends}
        </Link>
      )}
      {copyLabel !== undefined && <CopyButton text={id} label={`Copy ${copyLabel}`} className="-my-1" />}
    </span>
  );
}
