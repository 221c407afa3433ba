import {
  blob,
  bool,
  content,
  epochMs,
  int,
  int64,
  json,
  label,
  oneOf,
  recordSet,
  required,
  text,
} from "./field";

export const captureProfiles = ["structure", "redacted", "raw"] as const;
export type CaptureProfile = (typeof captureProfiles)[number];
const sensitivities = ["structural", "operational", "content", "personal", "secret"] as const;

/** Sensitivity of field paths in payloads. Unknown paths count as content. */
export const fieldPolicies = recordSet({
  name: "field_policies",
  domain: 12,
  doc: "Sensitivity tag of a field path.",
  sources: "built-in policy, settings",
  key: ["event_type", "path", "policy_version"],
  fields: {
    event_type: required(label("Event type, or * for all")),
    path: required(text("JSON pointer pattern")),
    policy_version: required(int("Version of the policy")),
    sensitivity: required(oneOf(sensitivities, "Tag")),
  },
});

/** Capture profile per source. */
export const sourceProfiles = recordSet({
  name: "source_profiles",
  domain: 12,
  doc: "Capture profile of a source.",
  sources: "settings",
  key: ["source"],
  fields: {
    source: required(label("Emitter or import; * for all others")),
    profile: required(oneOf(captureProfiles, "Profile")),
    reason: content("Why raw capture was allowed"),
    expires_at_ms: epochMs("When raw capture ends"),
    updated_at_ms: epochMs("When this row last changed"),
  },
});

/** What redaction did. */
export const redactionReports = recordSet({
  name: "redaction_reports",
  domain: 12,
  doc: "Counts of what redaction replaced, per conversation, rule and class.",
  sources: "the redaction stage",
  key: ["conv_id", "rule", "sensitivity", "policy_version"],
  fields: {
    conv_id: required(text("Conversation")),
    rule: required(label("Rule")),
    sensitivity: required(oneOf(sensitivities, "Class of what was replaced")),
    policy_version: required(int("Version of the policy")),
    count: required(int("Replacements")),
    bytes_removed: int("Bytes removed", { unit: "bytes" }),
  },
});

/** Untouched bytes, encrypted, with reason and expiry. */
export const vaultEntries = recordSet({
  name: "vault_entries",
  domain: 12,
  doc: "The untouched bytes of an envelope in the raw vault.",
  sources: "the redaction stage in the raw profile",
  key: ["ordinal"],
  fields: {
    ordinal: required(int64("Envelope")),
    key_id: required(label("Key that encrypts it")),
    nonce: required(blob("Nonce", { sensitivity: "structural" })),
    ciphertext: required(blob("Encrypted bytes", { sensitivity: "secret" })),
    reason: required(content("Why raw capture was allowed")),
    expires_at_ms: required(epochMs("When it is destroyed")),
  },
});

/** What retention removed, when and by which rule. */
export const removals = recordSet({
  name: "removals",
  domain: 12,
  doc: "Data removed by retention, or because somebody asked for it.",
  sources: "retention, removal of the demo recording",
  key: ["removal_id"],
  fields: {
    removal_id: required(text("Identity")),
    conv_id: text("Conversation"),
    tier: required(oneOf(["hot", "warm", "cold"] as const, "Tier from which it was removed")),
    rule: required(label("Rule")),
    what: required(label("events, snapshots, entities, vault, ...")),
    count: required(int("Records removed")),
    bytes: int("Bytes removed", { unit: "bytes" }),
    ordinals: text("Ordinals of the envelopes among it, as ranges: 42-61,70"),
    last_ordinal: int64("Newest envelope among it; no later one gets this ordinal or one before it"),
    removed_at_ms: required(epochMs("When")),
  },
});

export const noteKinds = ["pin", "hold", "note"] as const;

/** Pins, incident holds and notes on records. */
export const notes = recordSet({
  name: "notes",
  domain: 12,
  doc: "A pin, hold or note on a record.",
  sources: "people",
  key: ["note_id"],
  newest_by: ["edited_at_ms"],
  fields: {
    note_id: required(text("Identity")),
    kind: required(oneOf(noteKinds, "Pin and hold keep data from retention")),
    conv_id: text("Conversation"),
    subject_kind: required(label("conversation, event, turn, entity, error, ...")),
    subject_id: required(text("Identity of the subject: what follows the kind in its reference")),
    ordinal: int64("Envelope, where the subject is one: it has another in another store"),
    body: content("Text"),
    category: label("observation, ai-failure, user-error, environment-issue, ..."),
    author: label("Who"),
    created_at_ms: required(epochMs("When")),
    edited_at_ms: required(epochMs("When it was last changed")),
    resolved: bool("Whether it is dealt with"),
  },
});

/** Saved filters. */
export const savedViews = recordSet({
  name: "saved_views",
  domain: 12,
  doc: "A named filter.",
  sources: "people",
  key: ["view_id"],
  fields: {
    view_id: required(text("Identity")),
    name: required(label("Name")),
    page: required(label("Page to which it belongs")),
    query: required(json("URL state", { sensitivity: "content" })),
    created_at_ms: required(epochMs("When")),
  },
});
