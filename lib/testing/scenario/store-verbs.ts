import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { projectionFaultKinds } from "@/lib/domain/model/timeline";
import { summaryOf, type SimulatedConversation } from "./simulated-conversation";
import type { StoredEntity } from "./runtime-store";
import { now, type Verb } from "./verb";

export const storeVerbs: Readonly<Record<string, Verb>> = {
  lose: {
    usage: "lose N",
    doc: "The next N writes to the runtime's timeline store are lost without a word.",
    steps: (args) => {
      const count = Number(args.word("a number"));
      return now((c) => {
        c.store.lose(count);
      });
    },
  },
  drift: {
    usage: 'drift KIND FIELD "value"|{...}|true',
    doc: "The newest stored entity of a kind gets a value that no frame explains.",
    steps: (args) => {
      const [kind, field] = [args.word("a kind"), args.word("a field")];
      const value: JsonValue = args.json() ?? args.optionalText() ?? parseExact(args.word("a value"));
      return now((c) => {
        const entity = [...c.store.entities.values()].findLast((candidate) => candidate.kind === kind);
        if (entity === undefined) throw new SyntaxError(`the store holds no ${kind}`);
        entity.props = { ...entity.props, [field]: value };
      });
    },
  },
  "store.forget": {
    usage: "store.forget",
    doc: "The projector loses its caches, as after a restart, and nothing else does.",
    steps: () =>
      now((c) => {
        c.store.forget();
      }),
  },
  projector: {
    usage: "projector HANDLER [version=1] [upserts=40] [took=80ms] [max=9ms] [drops=0] [throttled=0]",
    doc: "What a projection handler of the runtime measured about itself.",
    steps: (args) => {
      const row = {
        handler: args.word("a handler"),
        handler_version: args.option("version") ?? "1",
        upsert_count: args.number("upserts") ?? 40,
        upsert_latency_sum_ms: args.duration("took") ?? 80,
        upsert_latency_max_ms: args.duration("max") ?? 9,
        drop_count: args.number("drops") ?? 0,
        throttle_count: args.number("throttled") ?? 0,
      };
      const fast = Math.round(row.upsert_count * 0.8);
      const upsert_latency_histogram = { "1": fast, "5": row.upsert_count - fast };
      return now((c) => {
        c.record("timeline.projector", "projectors", { ...row, upsert_latency_histogram });
      });
    },
  },
  fault: {
    usage: 'fault KIND ["detail"] [count=1] [field=...]',
    doc: "A projection fault that the runtime itself found, about its newest stored entity; KIND as in projection_faults.",
    steps: (args) => {
      const word = args.word("a kind");
      const kind = projectionFaultKinds.find((value) => value === word);
      if (kind === undefined) throw new SyntaxError(`${word} is none of ${projectionFaultKinds.join(", ")}`);
      const [detail, count, field] = [args.optionalText(), args.number("count") ?? 1, args.option("field")];
      return now((c) => {
        const entity = [...c.store.entities.values()].at(-1);
        const subject = { entity_id: entity?.id, entity_kind: entity?.kind, field };
        c.record("timeline.fault", "projection_faults", {
          fault_id: c.newId("f"),
          kind,
          count,
          detail,
          ...subject,
        });
      });
    },
  },
};

/** States every entity as the runtime's store holds it at the end of the recording. */
export function tellStoredEntities(c: SimulatedConversation): void {
  if (c.options.store === "off" || c.options.store === "frames") return;
  for (const entity of c.store.entities.values()) {
    c.record(
      "timeline.entity",
      "entities",
      {
        entity_id: entity.id,
        kind: entity.kind,
        origin: "stored",
        created_at_ms: entity.createdAtMs,
        entity_updated_at_ms: entity.updatedAtMs,
        first_seen_version: entity.firstVersion,
        last_seen_version: entity.lastVersion,
        props: entity.props,
        summary: summaryOf(entity),
        status: statusOf(entity),
      },
      { conv_id: c.options.conv_id },
    );
  }
}

function statusOf(entity: StoredEntity): string {
  if (entity.kind === "message") return entity.props["streaming"] === true ? "streaming" : "completed";
  return typeof entity.props["status"] === "string" ? entity.props["status"] : "completed";
}
