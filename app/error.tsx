"use client";
import { Frame } from "@/components/shell/frame";
import { ErrorState } from "@/components/ui/error-state";

/** Shown when a page fails to render; rail and commands keep working. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Frame title="This page failed">
      <ErrorState error={error} onRetry={reset} />
    </Frame>
  );
}
