"use client";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { ZodType, output } from "zod";
import { apiFetch, type ApiFetchOptions } from "@/lib/client/api-fetch";
import { describeFailure } from "@/lib/client/describe-failure";
import { showMessage } from "@/lib/client/messages";
import { plural } from "@/lib/client/format";
import { namePreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import type { IncidentRule } from "@/lib/contracts/error";
import type { DecideIncidentBody, RegroupBody } from "@/lib/contracts/incident-edit";

type DecidedState = DecideIncidentBody["state"];
const stateWords: Readonly<Record<DecidedState, string>> = {
  open: "Opened again",
  resolved: "Resolved",
  ignored: "Ignored",
};

interface Named {
  readonly incident_id: string;
  readonly title: string | null;
}

export interface IncidentEdits {
  readonly decide: (incident: Named, state: DecidedState, note?: string) => Promise<boolean>;
  readonly merge: (from: readonly string[], into: Named) => Promise<boolean>;
  readonly split: (from: Named, part: IncidentRule["part"], value: string) => Promise<boolean>;
  readonly removeRule: (rule: Pick<IncidentRule, "rule_id" | "kind">) => Promise<boolean>;
}

/**
 * What a person can do to incidents. Each says what was done in a toast with its undo, and gives whether it
 * succeeded; everything that shows incidents is asked anew.
 */
export function useIncidentEdits(): IncidentEdits {
  const client = useQueryClient();
  const [name] = usePreference(namePreference);
  const by = name === "" ? undefined : name;

  const attempt = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      const value = await work();
      await refresh(client);
      return value;
    } catch (error) {
      const { title, detail } = describeFailure(error);
      showMessage({ title, detail, failed: true });
      return undefined;
    }
  };
  const tell = (title: string, detail: string, undo: () => Promise<unknown>): void =>
    showMessage({ title, detail, action: { label: "Undo", run: () => void attempt(undo) } });
  const regroup = (body: RegroupBody) =>
    attempt(() =>
      send("/api/v1/incident-rules", () => contracts().then((m) => m.regroupedSchema), {
        method: "POST",
        json: body,
      }),
    );
  const remove = (ruleId: string) =>
    send(
      `/api/v1/incident-rules/${encodeURIComponent(ruleId)}`,
      () => contracts().then((m) => m.removedRuleSchema),
      { method: "DELETE" },
    );

  return {
    decide: async ({ incident_id, title }, state, note) => {
      const path = `/api/v1/incidents/${encodeURIComponent(incident_id)}`;
      const decided = () => contracts().then((m) => m.decidedIncidentSchema);
      const done = await attempt(() => send(path, decided, { method: "PATCH", json: { state, note, by } }));
      const at = done?.decision?.decided_at_ms;
      if (at === undefined) return false;
      tell(stateWords[state], title ?? "", () =>
        send(`${path}/decisions/${String(at)}`, decided, { method: "DELETE" }),
      );
      return true;
    },
    merge: async (from, into) => {
      const done = await regroup({ kind: "merge", from: [...from], into: into.incident_id, by });
      if (done === undefined) return false;
      tell(`${plural(from.length, "incident")} merged`, `into ${into.title ?? into.incident_id}`, () =>
        Promise.all(done.rules.map(({ rule_id }) => remove(rule_id))),
      );
      return true;
    },
    split: async (from, part, value) => {
      if (part === null) return false;
      const done = await regroup({ kind: "split", from: from.incident_id, part, value, by });
      if (done === undefined) return false;
      tell("Split off", `occurrences with ${part} ${value}`, () =>
        Promise.all(done.rules.map(({ rule_id }) => remove(rule_id))),
      );
      return true;
    },
    removeRule: async ({ rule_id, kind }) => {
      const done = await attempt(() => remove(rule_id));
      if (done === undefined) return false;
      showMessage({ title: kind === "merge" ? "Merge undone" : "Split undone" });
      return true;
    },
  };
}

/** Asks anew for everything that shows incidents, but for those that are in no list any more. */
async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["incidents", "list"] }),
    client.invalidateQueries({ queryKey: ["incidents", "facets"] }),
    client.invalidateQueries({ queryKey: ["conversations"] }),
  ]);
  const lists = client.getQueriesData<{ readonly pages: readonly { readonly items: readonly Named[] }[] }>({
    queryKey: ["incidents", "list"],
  });
  const listed = new Set(
    lists.flatMap(
      ([, data]) => data?.pages.flatMap(({ items }) => items.map((row) => row.incident_id)) ?? [],
    ),
  );
  await client.invalidateQueries({
    queryKey: ["incidents"],
    predicate: ({ queryKey: [, id] }) =>
      typeof id === "string" && id !== "list" && id !== "facets" && (listed.size === 0 || listed.has(id)),
  });
}

const contracts = () => import("@/lib/contracts/incident-edit");

async function send<Schema extends ZodType>(
  path: string,
  schema: () => Promise<Schema>,
  options: ApiFetchOptions,
): Promise<output<Schema>> {
  return apiFetch(path, await schema(), options);
}
