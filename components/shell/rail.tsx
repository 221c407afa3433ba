"use client";
import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Tooltip } from "@/components/ui/tooltip";
import { Logo } from "./logo";
import { destinations, type Destination } from "./navigation";

/** The icon rail: every page one click away. Lies on top of the page where the screen is narrow. */
export function Rail() {
  return (
    <nav
      aria-label="Pages"
      className="flex shrink-0 items-center gap-0.5 overflow-auto border-r bg-panel py-1.5 [scrollbar-width:none] max-sm:border-r-0 max-sm:border-b max-sm:px-1 max-sm:py-0.5 sm:w-14 sm:flex-col"
    >
      <Link
        href="/conversations"
        aria-label="Grillo, to the conversations"
        className="ring-inside grid h-9 w-11 shrink-0 place-items-center rounded-float text-accent sm:mb-2"
      >
        <Logo />
      </Link>
      {destinations
        .filter((destination) => destination.last !== true)
        .map((destination) => (
          <RailLink key={destination.href} destination={destination} />
        ))}
      <span className="flex-1" />
      {destinations
        .filter((destination) => destination.last === true)
        .map((destination) => (
          <RailLink key={destination.href} destination={destination} />
        ))}
    </nav>
  );
}

/** On a narrow screen the rail scrolls, and the page that is shown may lie beyond its edge. */
function bringIntoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function RailLink({ destination }: { destination: Destination }) {
  const pathname = usePathname();
  const current = pathname === destination.href || pathname.startsWith(`${destination.href}/`);
  const Icon = destination.icon;
  return (
    <Tooltip content={destination.label} side="right">
      <Link
        href={destination.href}
        aria-label={destination.label}
        aria-current={current ? "page" : undefined}
        ref={current ? bringIntoView : undefined}
        className={clsx(
          "ring-inside grid h-10 w-11 shrink-0 place-items-center rounded-float hover:text-fg",
          current ? "bg-raised text-fg" : "text-fg-subtle",
        )}
      >
        <Icon width={18} height={18} strokeWidth={1.6} />
      </Link>
    </Tooltip>
  );
}
