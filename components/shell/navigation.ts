import Activity from "lucide-react/icons/activity";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import ChartColumn from "lucide-react/icons/chart-column";
import Cpu from "lucide-react/icons/cpu";
import List from "lucide-react/icons/list";
import MessageSquare from "lucide-react/icons/message-square";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import StickyNote from "lucide-react/icons/sticky-note";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Wrench from "lucide-react/icons/wrench";
import type { ComponentType } from "react";

export interface Destination {
  readonly href: string;
  readonly label: string;
  readonly icon: ComponentType<{ width?: number; height?: number; strokeWidth?: number }>;
  /** Other words people look for in the palette. */
  readonly words?: readonly string[];
  /** At the bottom of the rail. */
  readonly last?: boolean;
}

/** The pages of the console in the order of the rail. Only routes that exist are listed. */
export const destinations: readonly Destination[] = [
  {
    href: "/overview",
    label: "Overview",
    icon: ChartColumn,
    words: ["charts", "dashboard", "metrics", "latency", "tokens"],
  },
  {
    href: "/conversations",
    label: "Conversations",
    icon: MessageSquare,
    words: ["chats", "sessions", "home"],
  },
  { href: "/incidents", label: "Incidents", icon: TriangleAlert, words: ["errors", "failures", "problems"] },
  { href: "/events", label: "Events", icon: List, words: ["envelopes", "log", "frames", "raw"] },
  {
    href: "/model-calls",
    label: "Model calls",
    icon: Cpu,
    words: ["llm", "provider", "tokens", "inference"],
  },
  { href: "/tool-calls", label: "Tool calls", icon: Wrench, words: ["functions", "side effects"] },
  { href: "/transport", label: "Transport", icon: ArrowLeftRight, words: ["http", "websocket", "requests"] },
  { href: "/notes", label: "Notes", icon: StickyNote, words: ["pins", "annotations", "comments"] },
  { href: "/system", label: "System", icon: Activity, words: ["health", "process", "memory", "storage"] },
  {
    href: "/settings",
    label: "Settings",
    icon: SlidersHorizontal,
    words: ["preferences", "theme"],
    last: true,
  },
];
