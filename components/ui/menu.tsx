"use client";
import { cloneElement, lazy, Suspense, useState, type ReactElement, type ReactNode } from "react";
import { orNotice } from "./lazy-part";

const MenuList = lazy(async () => ({
  default: await orNotice(import("./menu-list").then((module) => module.default)),
}));

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Makes it a checkbox; the menu then stays open. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<MenuTrigger>;
  /** Groups separated by a line; a group may have a heading. */
  groups: readonly { readonly heading?: string; readonly items: readonly MenuItem[] }[];
  align?: "start" | "end";
}

/** What a trigger must understand before its menu is loaded. */
interface MenuTrigger {
  onClick?: () => void;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
}

/** A dropdown menu described as data. Its code is loaded when it is opened for the first time. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(props.trigger, {
    onClick: () => setWanted(true),
    "aria-haspopup": "menu",
    "aria-expanded": wanted,
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <MenuList {...props} />
    </Suspense>
  );
}
