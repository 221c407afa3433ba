import { expect, test } from "vitest";
import { z } from "zod";
import { defineMethods, serveMethod } from "./define-route";
import { route } from "./route-definition";

const common = { path: "/things/{id}", summary: "", query: z.strictObject({}), problems: [] } as const;
const read = route({ ...common, method: "GET", answer: z.object({ id: z.string() }) });
const change = route({
  ...common,
  method: "PATCH",
  body: z.strictObject({ state: z.enum(["on", "off"]) }),
  answer: z.object({ state: z.string() }),
});
const { GET, PATCH, DELETE } = defineMethods(
  serveMethod(read, ({ param }) => ({ id: param("id") })),
  serveMethod(change, ({ body }) => ({ state: body.state })),
);

const ask = async (
  handler: typeof GET,
  method: string,
  body?: string,
  type = "application/json",
): Promise<[status: number, answer: unknown]> => {
  const response = await handler(
    new Request("http://localhost/things/7", {
      method,
      ...(body === undefined ? {} : { body, headers: { "content-type": type } }),
    }),
  );
  return [response.status, await response.json()];
};

test("a path answers each of its methods, and refuses others naming all it has", async () => {
  expect(await ask(GET, "GET")).toEqual([200, { id: "7" }]);
  expect(await ask(PATCH, "PATCH", '{"state":"on"}')).toEqual([200, { state: "on" }]);
  const refused = await DELETE(new Request("http://localhost/things/7", { method: "DELETE" }));
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, PATCH"]);
});

test("a body that breaks its contract is refused with the member that does", async () => {
  const pointers = async (body: string) => {
    const [status, answer] = await ask(PATCH, "PATCH", body);
    return [status, z.object({ errors: z.array(z.object({ pointer: z.string() })) }).parse(answer).errors];
  };
  expect(await pointers('{"state":"loud"}')).toEqual([400, [{ pointer: "/body/state" }]]);
  expect(await pointers('{"state":')).toEqual([400, [{ pointer: "/body" }]]);
  expect(await pointers('{"state":"on","more":1}')).toEqual([400, [{ pointer: "/body" }]]);
});

test("a body that a foreign page could send without being asked, or that is too large, is refused", async () => {
  const code = async (body: string, type?: string) => {
    const [status, answer] = await ask(PATCH, "PATCH", body, type);
    return [status, z.object({ code: z.string() }).parse(answer).code];
  };
  expect(await code('{"state":"on"}', "text/plain")).toEqual([415, "unsupported-media-type"]);
  expect(await code(`{"state":"on"${" ".repeat(70_000)}}`)).toEqual([413, "payload-too-large"]);
});
