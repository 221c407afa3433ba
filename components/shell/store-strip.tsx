"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { TimeText } from "@/components/data/time-text";
import { Glyph } from "@/components/ui/glyph";
import { describeFailure } from "@/lib/client/describe-failure";
import { healthOptions } from "@/lib/client/health";
import type { Health } from "@/lib/contracts/system";
import { storeTroubles } from "./store-words";

/**
 * Says under the header of every page that nothing is taken in, or that the console does not answer: what is shown may
 * be older than it looks. Silent while all is well.
 */
export function StoreStrip() {
  const { data, error, dataUpdatedAt } = useQuery(healthOptions);
  return (
    <div role="status" aria-label="Store">
      {error !== null ? (
        <Strip title={describeFailure(error).title}>
          What is shown was read before
          {dataUpdatedAt > 0 && (
            <>
              ; the last answer came at <TimeText ms={dataUpdatedAt} show="short" />
            </>
          )}
          .
        </Strip>
      ) : (
        <Trouble writer={data?.writer ?? null} />
      )}
    </div>
  );
}

function Trouble({ writer }: { writer: Health["writer"] }) {
  const isAboutIt = usePathname() === "/system";
  if (writer === null || writer.condition === "writing") return null;
  return (
    <Strip title={storeTroubles[writer.condition].title}>
      Nothing is taken in
      {writer.since_ms !== null && (
        <>
          {" "}
          since <TimeText ms={writer.since_ms} show="short" />
        </>
      )}
      .{" "}
      {isAboutIt ? (
        storeTroubles[writer.condition].means
      ) : (
        <Link href="/system" className="link underline underline-offset-2">
          What that means
        </Link>
      )}
    </Strip>
  );
}

function Strip({ title, children }: { title: string; children: ReactNode }) {
  return (
    <p className="flex min-w-0 items-start gap-2 border-b bg-panel px-3 py-1.5 text-xs text-fg-muted">
      <span className="mt-0.5 text-err">
        <Glyph name="octagon" />
      </span>
      <span className="min-w-0">
        <span className="font-medium text-err">{title}.</span> {children}
      </span>
    </p>
  );
}
