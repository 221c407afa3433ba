/** The talking cricket, in the current text colour. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4.5 14c0-5 3.3-8 7.5-8s7.5 3 7.5 8c0 3.6-3.3 6-7.5 6s-7.5-2.4-7.5-6z" />
      <path d="M8.6 6.6C8 4.6 6.6 3.2 4.4 2.8M15.4 6.6c.6-2 2-3.4 4.2-3.8" />
      <path d="M9 12.6v.9M15 12.6v.9" />
    </svg>
  );
}
