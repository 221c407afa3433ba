import { limits } from "../store/limits";
import { asLine, assertJson, wholeBody } from "./lines-from-json";

/** Attributes of a CloudEvent by name, from headers `ce-NAME`; undefined where a request has no such headers. */
export type CloudEventAttributes = Readonly<Record<string, string>>;

/**
 * A CloudEvent in binary mode, attributes in headers and data as the body, as one line in structured mode. JSON stays
 * as it is, anything else becomes base64. Throws payload-too-large beyond the limit of a line and invalid-request
 * when what calls itself JSON is none.
 */
export async function* linesFromBinary(
  attributes: CloudEventAttributes,
  content_type: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const body = await wholeBody(chunks, limits.ingest_line_bytes);
  const head = JSON.stringify({
    ...attributes,
    ...(content_type === "" ? {} : { datacontenttype: content_type }),
  });
  if (body.length === 0) {
    yield Buffer.from(`${head}\n`);
    return;
  }
  const isJson = content_type === "application/json" || content_type.endsWith("+json");
  if (isJson) assertJson(body);
  const data = isJson ? body : Buffer.from(JSON.stringify(body.toString("base64")));
  const member = isJson ? "data" : "data_base64";
  yield asLine(Buffer.concat([Buffer.from(`${head.slice(0, -1)},"${member}":`), data, Buffer.from("}")]));
}
