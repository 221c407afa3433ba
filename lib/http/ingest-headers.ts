import { InvalidRequest } from "./problem-response";

/** What the headers of an ingest request say. */
export interface IngestHeaders {
  /** Media type in lower case, without parameters; empty where none is named. */
  readonly content_type: string;
  readonly content_encoding: string;
  readonly content_length: number | undefined;
  readonly source: string | undefined;
  readonly sent_at_ms: number | undefined;
  readonly idempotency_key: string | undefined;
  /** Attributes of a CloudEvent in binary mode. */
  readonly cloud_event: Readonly<Record<string, string>> | undefined;
}

const attributePrefix = "ce-";
/** A key as it is, or as a quoted string of structured fields, which the draft of the header asks for. */
const idempotencyKey = /^(?:"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21-\x7e]{1,255}))$/;

/** Reads the headers of an ingest request. Throws invalid-request for a key that is none. */
export function ingestHeaders(headers: Headers): IngestHeaders {
  const length = headers.get("content-length");
  const sentAt = headers.get("x-sent-at-ms");
  return {
    content_type: (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    content_encoding: (headers.get("content-encoding") ?? "").trim().toLowerCase(),
    content_length: length === null ? undefined : Number(length),
    source: headers.get("x-ingest-source") ?? undefined,
    sent_at_ms: sentAt !== null && /^\d{1,15}$/.test(sentAt) ? Number(sentAt) : undefined,
    idempotency_key: keyOf(headers.get("idempotency-key")),
    cloud_event: attributesOf(headers),
  };
}

function keyOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const [, quoted, plain] = idempotencyKey.exec(header) ?? [];
  const key = quoted ?? plain;
  if (key !== undefined) return key;
  throw new InvalidRequest([
    {
      pointer: "/headers/idempotency-key",
      code: "malformed",
      message: "must be 1 to 255 printable ASCII characters",
    },
  ]);
}

/** Values are percent-encoded UTF-8; one that is not stays as it is. */
function attributesOf(headers: Headers): Readonly<Record<string, string>> | undefined {
  if (headers.get("ce-specversion") === null) return undefined;
  const attributes: Record<string, string> = {};
  for (const [name, value] of headers)
    if (name.startsWith(attributePrefix)) attributes[name.slice(attributePrefix.length)] = decoded(value);
  return attributes;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
