"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { failureText } from "@/lib/client/describe-failure";
import { savedViewsOptions, saveView, viewInWords } from "@/lib/client/saved-views";
import type { SavedView, ViewQuery } from "@/lib/contracts/saved-view";

export interface SaveViewDialogProps {
  page: SavedView["page"];
  query: ViewQuery;
  /** Views of the page, to say which one a name would replace. */
  views: readonly SavedView[];
  onClose: () => void;
}

/** Gives what a page shows a name. */
export function SaveViewDialog({ page, query, views, onClose }: SaveViewDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const replaced = views.find((view) => view.name === name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    saveView({ page, name: name.trim(), query }).then(
      async () => {
        await client.invalidateQueries(savedViewsOptions);
        onClose();
      },
      (error: unknown) => setProblem(failureText(error)),
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save this view"
      description="What the page shows is kept under the name, here and in the command palette."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="save-view" disabled={name.trim() === ""}>
            {replaced === undefined ? "Save" : "Replace"}
          </Button>
        </>
      }
    >
      <form id="save-view" onSubmit={submit} className="grid gap-3">
        <Field
          label="Name"
          hint={
            replaced === undefined ? undefined : `${replaced.name} is there already and will be replaced.`
          }
          {...(problem === undefined ? {} : { problem })}
        >
          {(ids) => (
            <Input
              {...ids}
              data-autofocus=""
              value={name}
              maxLength={80}
              autoComplete="off"
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
        </Field>
        <p className="text-xs text-fg-muted">
          {page === "overview" ? "Range" : "Query"}{" "}
          <code className="num rounded-control bg-raised px-1.5 break-all">{viewInWords(query)}</code>
        </p>
      </form>
    </Dialog>
  );
}
