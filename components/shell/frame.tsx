import Link from "next/link";
import type { ReactNode } from "react";
import { TooltipLayer } from "@/components/ui/tooltip-layer";
import { LazyStoreStrip } from "./lazy-store-strip";
import { PaletteButton } from "./palette-button";

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

export interface FrameProps {
  /** Name of the page or of its subject; the h1. */
  title: string;
  /** Where the page belongs, outermost first. */
  crumbs?: readonly Crumb[];
  /** Search or filter field in the header. */
  query?: ReactNode;
  /** Live badge in the header. */
  live?: ReactNode;
  /** Buttons in the header: Import and the like. */
  actions?: ReactNode;
  /** Left of the status bar: rows shown, filters, selection. */
  status?: ReactNode;
  /** Right of the status bar: query time, store size. */
  statusEnd?: ReactNode;
  /** The page. It gets the whole height between header and status bar. */
  children: ReactNode;
}

/** The frame of every page: header of 44 px, trouble of the store if there is any, content, status bar of 24 px. */
export function Frame({ title, crumbs = [], query, live, actions, status, statusEnd, children }: FrameProps) {
  return (
    <div className="grid min-h-0 min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)_1.5rem]">
      <div className="min-w-0">
        <header className="flex min-h-11 min-w-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-canvas px-3 py-1">
          <div className="flex min-w-0 max-w-full items-center gap-1.5 text-md lg:max-w-[45%]">
            {crumbs.length > 0 && (
              <nav aria-label="Breadcrumb" className="flex shrink-0 items-center gap-1.5">
                {crumbs.map((crumb) => (
                  <span
                    key={crumb.href}
                    className="flex items-center gap-1.5 whitespace-nowrap text-fg-subtle"
                  >
                    <Link href={crumb.href} className="rounded-mark hover:text-fg hover:underline">
                      {crumb.label}
                    </Link>
                    <span aria-hidden="true">›</span>
                  </span>
                ))}
              </nav>
            )}
            <h1 className="truncate text-md font-semibold" title={title}>
              {title}
            </h1>
          </div>
          {query !== undefined && <div className="min-w-40 max-w-190 flex-1 basis-64">{query}</div>}
          <div className="ml-auto flex max-w-full shrink-0 flex-wrap items-center justify-end gap-2">
            {live}
            {actions}
            <PaletteButton />
          </div>
        </header>
        <LazyStoreStrip />
      </div>
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-col outline-none">
        {children}
        <TooltipLayer />
      </main>
      <footer
        aria-label="Status"
        className="flex min-w-0 items-center gap-4 overflow-hidden border-t bg-panel px-3 text-xs whitespace-nowrap text-fg-subtle"
      >
        {status}
        {statusEnd !== undefined && <span className="ml-auto flex items-center gap-4">{statusEnd}</span>}
      </footer>
    </div>
  );
}
