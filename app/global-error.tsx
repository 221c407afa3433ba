"use client";
import { ErrorState } from "@/components/ui/error-state";
import "./globals.css";
import { Providers } from "./providers";

/** Shown when even the layout fails. It replaces the whole document. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <Providers>
          <main className="flex h-dvh flex-col">
            <h1 className="sr-only">Grillo failed</h1>
            <ErrorState error={error} onRetry={reset} />
          </main>
        </Providers>
      </body>
    </html>
  );
}
