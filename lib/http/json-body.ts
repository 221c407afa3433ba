import type { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import { InvalidRequest } from "./problem-response";

/** What a person writes fits many times over; inputs that are data have routes of their own. */
const limitBytes = 64 * 1024;

/**
 * The JSON body of a request by its schema; undefined without one. Only `application/json` is taken: a page
 * of another origin cannot send that without being asked first. Throws unsupported-media-type,
 * payload-too-large and invalid-request, which names the member.
 */
export async function readJsonBody<Body extends z.ZodType>(
  schema: Body | undefined,
  request: Request,
): Promise<z.output<Body>> {
  if (schema === undefined) return noBody<Body>();
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new ConsoleError("unsupported-media-type", "The body must be application/json.");
  const parsed = schema.safeParse(jsonOf(await readText(request)));
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    parsed.error.issues.map(({ path, code, message }) => ({
      pointer: ["/body", ...path.map(String)].join("/"),
      code,
      message,
    })),
  );
}

/** Without a schema the body has the type of any schema's output, which nobody reads. */
function noBody<Body extends z.ZodType>(): z.output<Body> {
  return undefined as z.output<Body>;
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes)
      throw new ConsoleError("payload-too-large", `The body may have ${String(limitBytes)} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function jsonOf(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new InvalidRequest([{ pointer: "/body", code: "malformed", message: "is not valid JSON" }]);
  }
}
