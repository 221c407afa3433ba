"use client";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import type { Command } from "@/lib/client/keyboard";
import { shortcutsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import { widgetKeys } from "@/lib/client/widget-keys";
import { useAllCommands } from "./use-commands";

/** Every key that works on this page now, by group. Made from the registry, so it cannot lie. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands().filter(
    (command) => (command.keys ?? []).length > 0 && command.ofWidget !== true,
  );
  const [singleKeys, setSingleKeys] = usePreference(shortcutsPreference);
  const groups = [...new Set(commands.map((command) => command.group))].sort();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keyboard shortcuts" wide>
      <label className="mb-4 flex w-fit items-center gap-2">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          className="size-4 accent-(--accent)"
        />
        Single-letter shortcuts
      </label>
      <div className="gap-8 sm:columns-2">
        {groups.map((group) => (
          <Group key={group} name={group} rows={commands.filter((command) => command.group === group)} />
        ))}
        {widgetKeys.map(({ group, rows }) => (
          <Group key={group} name={group} rows={rows} />
        ))}
      </div>
    </Dialog>
  );
}

function Group({ name, rows }: { name: string; rows: readonly Pick<Command, "label" | "keys">[] }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-2xs text-fg-subtle">{name}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.label} className="flex h-7 items-center gap-2 border-b">
            <dt className="min-w-0 flex-1 truncate">{row.label}</dt>
            <dd className="flex gap-1">
              {row.keys?.map((keys) => (
                <Kbd key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
