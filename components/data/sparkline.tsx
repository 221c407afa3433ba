export interface SparklineProps {
  /** Values in order, all zero or more. */
  values: readonly number[];
  /** What it shows and over which range: the title and accessible name. */
  label: string;
  /** CSS colour of the bars. */
  color?: string;
  width?: number;
  height?: number;
}

/** Bars without axes, 64 x 16 by default. Zero leaves a gap; anything above zero is visible. */
export function Sparkline({
  values,
  label,
  color = "var(--border-control)",
  width = 64,
  height = 16,
}: SparklineProps) {
  const highest = Math.max(1e-9, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="inline-block align-middle"
    >
      <title>{label}</title>
      {values.map((value, at) => {
        const barHeight = value <= 0 ? 0 : Math.max(1.5, (value / highest) * height);
        return (
          <rect
            key={at}
            x={at * step}
            y={height - barHeight}
            width={Math.max(0.75, step - 1)}
            height={barHeight}
            fill={color}
          />
        );
      })}
    </svg>
  );
}
