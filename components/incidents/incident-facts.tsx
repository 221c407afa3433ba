import Link from "next/link";
import type { KeyValue } from "@/components/data/key-values";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatCount, plural } from "@/lib/client/format";
import { recordHref } from "@/lib/client/record-href";
import type { IncidentDetail, IncidentSummary } from "@/lib/contracts/error";

/** What is known of an incident, label beside value. */
export function incidentFacts(
  incident: IncidentSummary,
  first: IncidentDetail["first"],
): readonly KeyValue[] {
  return [
    { label: "State", value: <Status status={incident.state ?? "open"} /> },
    {
      label: "Occurrences",
      value: `${formatCount(incident.occurrence_count ?? 0)} in ${plural(incident.conversation_count ?? 0, "conversation")}`,
    },
    {
      label: "First seen",
      value:
        incident.first_seen_at_ms === null ? null : (
          <FirstSeen ms={incident.first_seen_at_ms} first={first} />
        ),
    },
    {
      label: "Last seen",
      value:
        incident.last_seen_at_ms === null ? null : (
          <TimeText ms={incident.last_seen_at_ms} show="date-time" />
        ),
    },
    ...named(incident),
  ];
}

/** What the occurrences name; what none of them does is said in one line. */
function named({ tools, models, providers, http_statuses }: IncidentSummary): readonly KeyValue[] {
  const lists = [
    ["Tools", tools],
    ["Models", models],
    ["Providers", providers],
    ["HTTP statuses", http_statuses],
  ] as const;
  const absent = lists.filter(([, values]) => values.length === 0).map(([label]) => label);
  return [
    ...lists
      .filter(([, values]) => values.length > 0)
      .map(([label, values]) => ({ label, value: values.join(", "), wrap: true })),
    ...(absent.length === 0 ? [] : [{ label: "Not recorded", value: absent.join(", "), wrap: true }]),
  ];
}

function FirstSeen({ ms, first }: { ms: number; first: IncidentDetail["first"] }) {
  const href = first === null ? null : recordHref(first.conv_id, first.ref);
  const time = <TimeText ms={ms} show="date-time" />;
  return href === null ? (
    time
  ) : (
    <Link href={href} className="link" title="The first occurrence">
      {time}
    </Link>
  );
}
