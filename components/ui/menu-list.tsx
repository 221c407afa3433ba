"use client";
import clsx from "clsx";
import * as RadixMenu from "radix-ui/dropdown-menu";
import { useFloating } from "./floating-container";
import { Glyph } from "./glyph";
import { Kbd } from "./kbd";
import type { MenuItem, MenuProps } from "./menu";

const itemClass =
  "flex h-7 items-center gap-2 rounded-control px-2 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:row-selected";

/** The menu itself with its trigger, open from the start: it is loaded when somebody asks for it. */
export default function MenuList({ trigger, groups, align = "start" }: MenuProps) {
  const floating = useFloating(true);
  return (
    <RadixMenu.Root modal={false} open={floating.open} onOpenChange={floating.onOpenChange}>
      <RadixMenu.Trigger asChild>{trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal container={floating.container}>
        <RadixMenu.Content
          align={align}
          sideOffset={4}
          className="z-popover max-h-[60vh] min-w-48 overflow-auto rounded-float border bg-panel p-1 shadow-float"
        >
          {groups.map((group, at) => (
            <RadixMenu.Group key={group.heading ?? at}>
              {at > 0 && <RadixMenu.Separator className="my-1 h-px bg-border" />}
              {group.heading !== undefined && (
                <RadixMenu.Label className="px-2 py-1 text-2xs text-fg-subtle">
                  {group.heading}
                </RadixMenu.Label>
              )}
              {group.items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </RadixMenu.Group>
          ))}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const end = item.keys !== undefined && <Kbd keys={item.keys} className="ml-auto" />;
  if (item.checked !== undefined) {
    return (
      <RadixMenu.CheckboxItem
        checked={item.checked}
        disabled={item.disabled}
        onCheckedChange={() => item.onSelect()}
        onSelect={(event) => event.preventDefault()}
        className={itemClass}
      >
        <span className="inline-flex w-3.5 shrink-0">
          <RadixMenu.ItemIndicator>
            <Glyph name="check" />
          </RadixMenu.ItemIndicator>
        </span>
        {item.label}
        {end}
      </RadixMenu.CheckboxItem>
    );
  }
  return (
    <RadixMenu.Item
      disabled={item.disabled}
      onSelect={item.onSelect}
      className={clsx(itemClass, item.danger === true && "text-err")}
    >
      {item.icon !== undefined && (
        <span className="inline-flex w-3.5 shrink-0 text-fg-subtle">{item.icon}</span>
      )}
      {item.label}
      {end}
    </RadixMenu.Item>
  );
}
