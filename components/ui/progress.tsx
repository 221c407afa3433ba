import clsx from "clsx";

export interface ProgressProps {
  /** What is under way. */
  label: string;
  /** 0 to 1; undefined when unknown. */
  value?: number;
  className?: string;
}

/** A bar of 4 px. Without a value it moves; under reduced motion it stands still. */
export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={clsx("h-1 overflow-hidden rounded-mark bg-raised", className)}
    >
      <div
        className={clsx("h-full bg-accent", percent === undefined && "w-1/4 animate-progress")}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}

/** A line of 2 px that says older rows are being refreshed. Takes no space. */
export function ProgressLine({ active, label = "Refreshing" }: { active: boolean; label?: string }) {
  if (!active) return null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      className="appear-late pointer-events-none absolute inset-x-0 h-0.5 overflow-hidden"
    >
      <div className="h-full w-1/4 animate-progress bg-accent" />
    </div>
  );
}
