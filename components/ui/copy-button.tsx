"use client";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useState } from "react";
import { copyText } from "@/lib/client/clipboard";
import { Button } from "./button";
import { IconButton } from "./icon-button";

export interface CopyButtonProps {
  /** The text, or a way to make it when it is expensive. */
  text: string | (() => string);
  /** Accessible name, e.g. "Copy conversation id". */
  label: string;
  /** Shows the name beside the icon. */
  showLabel?: boolean;
  size?: "small" | "default";
  className?: string;
}

type Outcome = "none" | "copied" | "refused";

/** Copies text and says for two seconds whether it worked. */
export function CopyButton({ text, label, showLabel = false, size = "small", className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("none");
  // The timer is the outside system: the sign goes away after two seconds or with the button.
  useEffect(() => {
    if (outcome === "none") return;
    const timer = setTimeout(() => setOutcome("none"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    void copyText(typeof text === "string" ? text : text()).then((worked) =>
      setOutcome(worked ? "copied" : "refused"),
    );
  };
  const words = { none: label, copied: "Copied", refused: "Copying was refused" }[outcome];
  const icon = outcome === "copied" ? <Check width={13} height={13} /> : <Copy width={13} height={13} />;
  return (
    <>
      {showLabel ? (
        <Button size={size} onClick={copy} className={className}>
          {icon}
          {words}
        </Button>
      ) : (
        <IconButton label={words} icon={icon} onClick={copy} className={className} />
      )}
      <span role="status" className="sr-only">
        {outcome === "none" ? "" : words}
      </span>
    </>
  );
}
