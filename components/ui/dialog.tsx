"use client";
import clsx from "clsx";
import X from "lucide-react/icons/x";
import * as RadixDialog from "radix-ui/dialog";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";
import { useFocusReturn } from "./use-focus-return";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title, read with it. */
  description?: string;
  children: ReactNode;
  /** Buttons at the bottom right. */
  footer?: ReactNode;
  /** `wide` is 760 px, default 480 px. */
  wide?: boolean;
}

/** A modal with title, focus trap and focus return. Escape and a click outside close it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
}: DialogProps) {
  const focus = useFocusReturn();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-dialog bg-overlay" />
        <RadixDialog.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            focus.remember();
            focusFirstField(event);
          }}
          onCloseAutoFocus={focus.onCloseAutoFocus}
          className={clsx(
            "fixed top-[12vh] left-1/2 z-dialog flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-float border bg-panel shadow-float outline-none",
            wide ? "max-w-190" : "max-w-120",
          )}
        >
          <div className="flex items-center gap-2 border-b py-2 pr-2 pl-4">
            <RadixDialog.Title className="min-w-0 flex-1 truncate text-md font-semibold">
              {title}
            </RadixDialog.Title>
            <RadixDialog.Close asChild>
              <IconButton label="Close" icon={<X width={14} height={14} />} />
            </RadixDialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-4">
            {description !== undefined && (
              <RadixDialog.Description className="mb-3 text-fg-muted">{description}</RadixDialog.Description>
            )}
            {children}
          </div>
          {footer !== undefined && <div className="flex justify-end gap-2 border-t px-4 py-3">{footer}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/**
 * The first field gets the focus, or the dialog itself: on the close button it would open a hint, and
 * Escape would close that first.
 */
function focusFirstField(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : undefined;
  const field =
    content?.querySelector<HTMLElement>("[data-autofocus]") ??
    content?.querySelector<HTMLElement>("input:not([type=checkbox]),textarea,select");
  (field ?? content)?.focus();
}
