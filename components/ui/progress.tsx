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
