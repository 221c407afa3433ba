import type { JsonValue } from "@/lib/domain/model/field";
import { JsonView } from "./json-view/json-view";
import { PageState } from "./page-state";

export interface PayloadPaneProps {
  /** Accessible name: "Arguments of search_docs". */
  label: string;
  query: {
    readonly isPending: boolean;
    readonly isError: boolean;
    readonly error: unknown;
    refetch(): unknown;
  };
  /** The payload once it is there; null when the source recorded none. */
  value: JsonValue | undefined;
  /** Said when there is none: "No request body was recorded". */
  missing: string;
  hint?: string;
}

/** A payload that is fetched when its tab is opened: loading, failed, not recorded, or a tree. */
export function PayloadPane({ label, query, value, missing, hint }: PayloadPaneProps) {
  if (query.isError)
    return (
      <PageState state={{ kind: "failed", error: query.error, onRetry: () => void query.refetch() }}>
        {null}
      </PageState>
    );
  if (query.isPending) return <PageState state={{ kind: "loading" }}>{null}</PageState>;
  if (value === undefined || value === null) {
    return (
      <PageState
        state={{
          kind: "not-recorded",
          title: missing,
          hint: hint ?? "The source does not state it, or the capture profile withholds it.",
        }}
      >
        {null}
      </PageState>
    );
  }
  return <JsonView label={label} value={value} />;
}
