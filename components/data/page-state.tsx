import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** The states a pane can be in besides showing its data. */
export type PaneState =
  | { readonly kind: "ready" }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: unknown; readonly onRetry?: () => void }
  | {
      readonly kind: "empty";
      readonly title: string;
      readonly hint?: ReactNode;
      readonly actions?: ReactNode;
    }
  /** The filters leave nothing: `title` gives both counts, `filters` shows what can be removed. */
  | {
      readonly kind: "filtered";
      readonly title: string;
      readonly filters?: ReactNode;
      readonly onClear?: () => void;
    }
  /** The source never states this, or policy withholds it: different from empty. */
  | { readonly kind: "not-recorded"; readonly title: string; readonly hint?: ReactNode };

export interface PageStateProps {
  state: PaneState;
  /** Height-true placeholder; a few bars otherwise. */
  skeleton?: ReactNode;
  /** Drawn when ready. */
  children: ReactNode;
}

/** Shows a pane's content, or plainly why there is none. */
export function PageState({ state, skeleton, children }: PageStateProps) {
  switch (state.kind) {
    case "ready":
      return children;
    case "loading":
      return (
        <div role="status" aria-label="Loading" className="flex min-h-0 flex-1 flex-col">
          {skeleton ?? <SkeletonLines />}
        </div>
      );
    case "failed":
      return <ErrorState error={state.error} onRetry={state.onRetry} />;
    case "empty":
      return (
        <EmptyState title={state.title} actions={state.actions}>
          {state.hint}
        </EmptyState>
      );
    case "filtered":
      return (
        <EmptyState
          title={state.title}
          actions={
            state.onClear !== undefined && (
              <button type="button" className="link" onClick={state.onClear}>
                Clear all filters
              </button>
            )
          }
        >
          {state.filters}
        </EmptyState>
      );
    case "not-recorded":
      return <EmptyState title={state.title}>{state.hint}</EmptyState>;
  }
}

function SkeletonLines() {
  return (
    <div className="grid gap-3 p-4">
      {[62, 84, 47, 71, 55, 80].map((width) => (
        <Skeleton key={width} width={`${width}%`} />
      ))}
    </div>
  );
}
