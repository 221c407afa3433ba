"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { failureText } from "@/lib/client/describe-failure";
import { removeView, renameView, savedViewsOptions, viewInWords } from "@/lib/client/saved-views";
import type { SavedView } from "@/lib/contracts/saved-view";

/** The saved views of a page, to be renamed and removed. */
export function ManageViewsDialog({ views, onClose }: { views: readonly SavedView[]; onClose: () => void }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const attempt = (work: Promise<unknown>) => {
    setProblem(undefined);
    work
      .then(() => client.invalidateQueries(savedViewsOptions))
      .catch((error: unknown) => setProblem(failureText(error)));
  };
  return (
    <Dialog open onOpenChange={onClose} title="Saved views" footer={<Button onClick={onClose}>Done</Button>}>
      {views.length === 0 && <p className="text-fg-muted">No view of this page is saved.</p>}
      <ul className="grid gap-2">
        {views.map((view) => (
          <li key={`${view.view_id} ${view.name}`}>
            <Row
              view={view}
              onRename={(name) => attempt(renameView(view.view_id, name))}
              onRemove={() => attempt(removeView(view.view_id))}
            />
          </li>
        ))}
      </ul>
      {problem !== undefined && (
        <p role="alert" className="mt-3 text-xs text-err">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

interface RowProps {
  view: SavedView;
  onRename: (name: string) => void;
  onRemove: () => void;
}

function Row({ view, onRename, onRemove }: RowProps) {
  const [name, setName] = useState(view.name);
  const isChanged = name.trim() !== "" && name.trim() !== view.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) onRename(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <span className="min-w-40 flex-1">
        <Input
          aria-label={`Name of ${view.name}`}
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </span>
      <Button type="submit" disabled={!isChanged} aria-label={`Rename ${view.name}`}>
        Rename
      </Button>
      <Button variant="danger" onClick={onRemove} aria-label={`Remove ${view.name}`}>
        Remove
      </Button>
      <code className="num w-full truncate text-fg-subtle" title={viewInWords(view.query)}>
        {viewInWords(view.query)}
      </code>
    </form>
  );
}
