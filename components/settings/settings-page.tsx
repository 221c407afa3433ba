"use client";
import Link from "next/link";
import { Frame } from "@/components/shell/frame";
import { plural } from "@/lib/client/format";
import {
  clockPreference,
  densityPreference,
  shortcutsPreference,
  themePreference,
} from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import { Choice } from "./choice";

export interface SettingsPageProps {
  /** Conversations of the demo recording in the store. */
  demoConversations: number;
}

/** Choices of this browser, and what to do about the demo recording. */
export function SettingsPage({ demoConversations }: SettingsPageProps) {
  const [theme, setTheme] = usePreference(themePreference);
  const [density, setDensity] = usePreference(densityPreference);
  const [clock, setClock] = usePreference(clockPreference);
  const [shortcuts, setShortcuts] = usePreference(shortcutsPreference);
  return (
    <Frame title="Settings" status={<span>kept in this browser</span>}>
      <div
        data-pane=""
        tabIndex={0}
        role="group"
        aria-label="Settings"
        className="ring-inside min-h-0 flex-1 overflow-y-auto"
      >
        <div className="mx-auto max-w-190 px-5 py-3">
          <Choice
            label="Theme"
            hint="Colours of the console. System follows what the computer is set to."
            options={[
              { value: "system", label: "System" },
              { value: "light", label: "Light" },
              { value: "dark", label: "Dark" },
            ]}
            value={theme}
            onChange={setTheme}
          />
          <Choice
            label="Density"
            hint="Height of table rows: 24, 28 or 36 pixels."
            options={[
              { value: "compact", label: "Compact" },
              { value: "default", label: "Default" },
              { value: "comfortable", label: "Comfortable" },
            ]}
            value={density}
            onChange={setDensity}
          />
          <Choice
            label="Clock"
            hint="Zone in which times are shown; the title of a time names it. What is stored and what the API answers is always UTC."
            options={[
              { value: "local", label: "Local" },
              { value: "utc", label: "UTC" },
            ]}
            value={clock}
            onChange={setClock}
          />
          <Choice
            label="Single-letter shortcuts"
            hint="J, K, / and the like. Switch them off if speech input or stray keys set them off; Ctrl+K and the arrows always work."
            options={[
              { value: "on", label: "On" },
              { value: "off", label: "Off" },
            ]}
            value={shortcuts ? "on" : "off"}
            onChange={(value) => setShortcuts(value === "on")}
          />
          <DemoHint conversations={demoConversations} />
        </div>
      </div>
    </Frame>
  );
}

function DemoHint({ conversations }: { conversations: number }) {
  return (
    <section aria-label="Demo recording" className="flex flex-col gap-1.5 py-4">
      <h2 className="text-sm font-medium">Demo recording</h2>
      <p className="max-w-[64ch] text-xs text-fg-subtle">
        {conversations === 0 ? (
          <>
            This store holds none of it. A console in which nothing is recorded offers to load it;{" "}
            <code className="num">bin/grillo demo</code> loads it beside what there is.
          </>
        ) : (
          <>
            This store holds {plural(conversations, "demo conversation")}, marked as such and from sources
            whose names begin with demo/. They go with one click below the{" "}
            <Link href="/conversations" className="link underline underline-offset-2">
              list of conversations
            </Link>
            , or with <code className="num">bin/grillo demo --remove</code>.
          </>
        )}
      </p>
    </section>
  );
}
