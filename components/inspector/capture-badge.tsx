"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { eventOptions } from "@/lib/client/inspector-record-queries";

const profiles = {
  structure: "only the structure was stored; text became keyed tokens",
  redacted: "stored after redaction: secrets and personal data became keyed tokens",
} as const;

/** How an envelope was reduced before it was stored. Nothing where it was not, or nothing says so. */
export function CaptureBadge({ ordinal }: { ordinal: string | null }) {
  const { data } = useQuery({ ...eventOptions(ordinal ?? ""), enabled: ordinal !== null });
  const profile = data?.capture_profile ?? "raw";
  return profile === "raw" ? null : (
    <Badge glyph="lock" title={`Capture profile: ${profiles[profile]}`}>
      {profile}
    </Badge>
  );
}
