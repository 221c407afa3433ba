import { useRef } from "react";

export interface FocusReturn {
  /** Call before the dialog takes the focus. */
  readonly remember: () => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/**
 * Gives the focus back to what had it when a dialog opened. A dialog without a trigger of its own would leave it
 * nowhere; what was done in the dialog may have put it somewhere on purpose, and that stays.
 */
export function useFocusReturn(): FocusReturn {
  const before = useRef<Element | null>(null);
  return {
    remember: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    },
  };
}
