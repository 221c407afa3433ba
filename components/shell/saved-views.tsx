"use client";
import { useQuery } from "@tanstack/react-query";
import Bookmark from "lucide-react/icons/bookmark";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { orNotice } from "@/components/ui/lazy-part";
import { Menu } from "@/components/ui/menu";
import { isShown, savedViewHref, savedViewsOptions } from "@/lib/client/saved-views";
import type { ViewPage, ViewQuery } from "@/lib/contracts/saved-view";
import { useCommands } from "./use-commands";

const SaveViewDialog = dynamic(
  () => orNotice(import("./save-view-dialog").then((module) => module.SaveViewDialog)),
  {
    ssr: false,
  },
);
const ManageViewsDialog = dynamic(
  () => orNotice(import("./manage-views-dialog").then((module) => module.ManageViewsDialog)),
  { ssr: false },
);

export interface SavedViewsProps {
  page: ViewPage;
  /** What the page shows now. */
  query: ViewQuery;
}

/** The saved views of a page: which one is shown, others to go to, and what is shown to be saved. */
export function SavedViews({ page: here, query }: SavedViewsProps) {
  const router = useRouter();
  const [dialog, setDialog] = useState<"none" | "save" | "manage">("none");
  const { data } = useQuery(savedViewsOptions);
  const views = (data ?? []).filter(({ page }) => page === here);
  const shown = views.find((view) => isShown(view, query));
  useCommands("saved-views", [
    {
      id: "views.save",
      label: "Save this view",
      group: "Saved views",
      keys: ["Shift+S"],
      run: () => setDialog("save"),
    },
    ...(views.length === 0
      ? []
      : [
          {
            id: "views.manage",
            label: "Rename or remove saved views",
            group: "Saved views",
            run: () => setDialog("manage"),
          },
        ]),
  ]);
  const close = () => setDialog("none");
  return (
    <>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={shown === undefined ? "Saved views" : `Saved views, showing ${shown.name}`}
            className={`${buttonClass({ size: "default" })} h-7.5! max-w-44`}
          >
            <Bookmark
              width={13}
              height={13}
              aria-hidden="true"
              className="shrink-0"
              fill={shown === undefined ? "none" : "currentColor"}
            />
            <span className="truncate max-sm:sr-only">{shown?.name ?? "Views"}</span>
          </button>
        }
        groups={[
          ...(views.length === 0
            ? []
            : [
                {
                  heading: "Saved views",
                  items: views.map((view) => ({
                    id: view.view_id,
                    label: view.name,
                    icon: view === shown ? <Glyph name="check" /> : <span />,
                    onSelect: () => router.push(savedViewHref(view)),
                  })),
                },
              ]),
          {
            items: [
              { id: "save", label: "Save this view…", keys: "Shift+S", onSelect: () => setDialog("save") },
              ...(views.length === 0
                ? []
                : [{ id: "manage", label: "Rename or remove…", onSelect: () => setDialog("manage") }]),
            ],
          },
        ]}
      />
      {dialog === "save" && <SaveViewDialog page={here} query={query} views={views} onClose={close} />}
      {dialog === "manage" && <ManageViewsDialog views={views} onClose={close} />}
    </>
  );
}
