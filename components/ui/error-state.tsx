"use client";
import clsx from "clsx";
import RotateCw from "lucide-react/icons/rotate-cw";
import { describeFailure, failureReport } from "@/lib/client/describe-failure";
import { reloadPage } from "@/lib/client/reload-page";
import { useState } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Glyph } from "./glyph";

export interface ErrorStateProps {
  /** Whatever was thrown. */
  error: unknown;
  onRetry?: () => void;
  /** One line high, for a failed part of a pane. */
  compact?: boolean;
  className?: string;
}

/** What failed, why as far as it is safe to say, the code to look up, and what can be done. */
export function ErrorState({ error, onRetry, compact = false, className }: ErrorStateProps) {
  const { title, detail, code, requestId, fields, needsReload = false } = describeFailure(error);
  // Pressing the button is the outermost code there is.
  // eslint-disable-next-line no-restricted-syntax
  const report = () => failureReport(error, { url: window.location.href, at: new Date().toISOString() });
  return (
    <div
      role="alert"
      className={clsx(
        "flex min-w-0 gap-2",
        compact
          ? "flex-wrap items-center gap-y-1 px-3 py-2"
          : "flex-1 flex-col items-center justify-center p-6 text-center",
        className,
      )}
    >
      <p className="inline-flex items-center gap-1.5 font-medium text-err">
        <Glyph name="octagon" />
        {title}
      </p>
      <p className={clsx("max-w-[72ch] min-w-0 break-words text-fg-muted", compact && "flex-[1_1_12rem]")}>
        {detail}
      </p>
      {fields.length > 0 && (
        <ul className="text-xs text-fg-muted">
          {fields.map((field) => (
            <li key={field.pointer}>
              <span className="num">{field.pointer}</span> {field.message}
            </li>
          ))}
        </ul>
      )}
      {!compact && (
        <p className="num text-fg-subtle">
          {code}
          {requestId !== undefined && ` · request ${requestId}`}
        </p>
      )}
      <div className={clsx("flex gap-2", compact ? "ml-auto" : "mt-2")}>
        {needsReload && <ReloadButton compact={compact} />}
        {onRetry !== undefined && !needsReload && (
          <Button size={compact ? "small" : "default"} onClick={onRetry}>
            <RotateCw width={13} height={13} aria-hidden="true" />
            Retry
          </Button>
        )}
        <CopyButton text={report} label="Copy report" showLabel size={compact ? "small" : "default"} />
      </div>
    </div>
  );
}

/** Never trades what is on screen for the browser's own page about a server that is still silent. */
function ReloadButton({ compact }: { compact: boolean }) {
  const [isSilent, setSilent] = useState(false);
  return (
    <>
      <Button
        size={compact ? "small" : "default"}
        onClick={() => void reloadPage().then((isReloading) => setSilent(!isReloading))}
      >
        <RotateCw width={13} height={13} aria-hidden="true" />
        Reload
      </Button>
      {isSilent && (
        <span role="status" className="self-center text-warn">
          still no answer
        </span>
      )}
    </>
  );
}
