import { openForReading } from "@/db/store";
import { installServiceContext } from "@/lib/services/runtime";
import { GET as joined } from "@/app/api/v1/conversations/[convId]/joined/route";
const store = openForReading(process.argv[2] + "/grillo.db");
installServiceContext({ store, now: () => 0 });
for (let i = 0; i < 30; i++) {
  const s = performance.now();
  await (await joined(new Request("http://x/api/v1/conversations/demo-20k-events/joined?limit=200"))).text();
  if (i % 5 === 0) console.log((performance.now() - s).toFixed(0));
}
