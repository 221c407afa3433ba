import type { Metadata } from "next";
import { SettingsPage } from "@/components/settings/settings-page";
import { getServiceContext } from "@/lib/services/runtime";
import { getSystem } from "@/lib/services/system/get-system";

export const metadata: Metadata = { title: "Settings" };
/** The number of demo conversations is known only to a running console. */
export const dynamic = "force-dynamic";

/** Choices of the browser; the store is asked only for the demo recording. */
export default function SettingsRoute() {
  return <SettingsPage demoConversations={getSystem(getServiceContext()).storage.demo_conversations} />;
}
