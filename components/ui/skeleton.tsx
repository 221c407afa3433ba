import clsx from "clsx";

/** A grey bar in place of text that is on its way. Appears only after 150 ms. */
export function Skeleton({ width = "100%", className }: { width?: string | number; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx("appear-late block h-2 rounded-mark bg-raised", className)}
      style={{ width }}
    />
  );
}
