import { openForReading } from "@/db/store";
import { installServiceContext } from "@/lib/services/runtime";
import { GET as list } from "@/app/api/v1/conversations/route";
import { GET as detail } from "@/app/api/v1/conversations/[convId]/route";
import { GET as joined } from "@/app/api/v1/conversations/[convId]/joined/route";
import { GET as axis } from "@/app/api/v1/conversations/[convId]/axis/route";
import { GET as turns } from "@/app/api/v1/conversations/[convId]/turns/route";
import { GET as turn } from "@/app/api/v1/conversations/[convId]/turns/[turnId]/route";
import { GET as timeline } from "@/app/api/v1/conversations/[convId]/timeline/route";
import { GET as events } from "@/app/api/v1/conversations/[convId]/events/route";
import { GET as facets } from "@/app/api/v1/facets/route";
import { GET as incidents } from "@/app/api/v1/incidents/route";
import { GET as related } from "@/app/api/v1/related/route";
import { GET as system } from "@/app/api/v1/system/route";
import { GET as allEvents } from "@/app/api/v1/events/route";
import { GET as mcalls } from "@/app/api/v1/model-calls/route";
import { GET as transport } from "@/app/api/v1/transport/route";
import { GET as search } from "@/app/api/v1/search/route";
const store = openForReading(process.argv[2] + "/grillo.db");
installServiceContext({ store, now: () => 0 });
async function t(name: string, h: any, path: string) {
  const s = performance.now();
  const r: Response = await h(new Request("http://x/api/v1" + path));
  const text = await r.text();
  const ms = performance.now() - s;
  const s2 = performance.now();
  await (await h(new Request("http://x/api/v1" + path))).text();
  const ms2 = performance.now() - s2;
  let n = "";
  try {
    const j = JSON.parse(text);
    n = `items ${j.items?.length ?? "-"} next ${!!j.next_cursor}`;
    if (!r.ok) n = text.slice(0, 300);
    return j;
  } catch {
    n = text.slice(0, 100);
  } finally {
    console.log(
      name.padEnd(22),
      r.status,
      ms.toFixed(0) + " ms, again",
      ms2.toFixed(0),
      text.length,
      n,
      r.headers.get("server-timing"),
    );
  }
}
const conv = process.argv[3]!;
const c = "/conversations/" + encodeURIComponent(conv);
await t("list", list, "/conversations?limit=50");
await t("list200", list, "/conversations?limit=200&sort=-events");
await t("facets", facets, "/facets?on=conversations");
await t("facets f", facets, "/facets?on=conversations&class=provider,tool");
await t("incidents", incidents, "/incidents");
await t("ifacets", facets, "/facets?on=incidents");
const d = await t("detail", detail, c);
const j = await t("joined", joined, c + "/joined?limit=200");
console.log(
  j.items
    ?.slice(0, 25)
    .map((i: any) => [i.kind, i.title, i.summary, i.count, i.took_ms, i.mark].join(" | "))
    .join("\n"),
);
await t("joined next", joined, c + "/joined?limit=200&cursor=" + j.next_cursor);
await t("joined full", joined, c + "/joined?limit=200&density=full");
await t("joined around", joined, c + "/joined?limit=200&around=" + (BigInt(d.last_ordinal ?? 1) - 5000n));
await t("axis", axis, c + "/axis");
const tt = await t("turns", turns, c + "/turns?limit=200");
if (tt.items?.[0]) {
  await t("turn", turn, c + "/turns/" + encodeURIComponent(tt.items.at(-1).turn_id));
  const rt = await t("related turn", related, "/related?ref=" + encodeURIComponent(tt.items.at(-1).ref));
  console.log(
    rt.items
      .slice(0, 12)
      .map((i: any) => i.ref + " " + i.how + " " + i.rule)
      .join(", "),
  );
}
await t("timeline", timeline, c + "/timeline?origin=all&limit=500");
await t("events", events, c + "/events?limit=200");
await t("events rare", events, c + "/events?limit=200&decode_status=failed");
const mid = j.items?.find((i: any) => i.kind === "event" && i.turn_id) ?? j.items?.[0];
if (mid) {
  const r = await t("related event", related, "/related?ref=" + encodeURIComponent(mid.ref));
  console.log(
    mid.title,
    r.items
      .map((i: any) => [i.ref, i.title, i.direction, i.how, i.rule].join(" | "))
      .slice(0, 30)
      .join("\n"),
  );
}
await t("system", system, "/system");
await t("all events", allEvents, "/events?limit=100");
await t("model calls", mcalls, "/model-calls?limit=100");
await t("transport", transport, "/transport?limit=100");
await t("search", search, "/search?q=refund");
