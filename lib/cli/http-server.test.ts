import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { addressOf, closeServer, listen } from "./http-server";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  if (server !== undefined) await closeServer(server);
});

async function start(): Promise<URL> {
  server = await listen(
    (request, response) => {
      request.resume().on("end", () => response.end("fine"));
      return Promise.resolve();
    },
    { host: "127.0.0.1", port: 0, headers_timeout_ms: 400, request_timeout_ms: 800 },
  );
  return new URL(addressOf(server, "127.0.0.1"));
}

/** Opens sockets that send `head` and then nothing; each resolves when the server hangs up. */
function stall({ port, hostname }: URL, count: number, head: string): readonly Promise<unknown>[] {
  return Array.from({ length: count }, async () => {
    const socket: Socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.resume();
    await once(socket, "connect");
    socket.write(head);
    await once(socket, "close");
  });
}

test("R40 slow headers and bodies are cut off, and others are served meanwhile", async () => {
  const url = await start();
  const slow = [
    ...stall(url, 200, "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "),
    ...stall(url, 200, "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\n1"),
  ];
  for (let request = 0; request < 20; request += 1) expect(await (await fetch(url)).text()).toBe("fine");
  await Promise.all(slow);
});

test("another host name is refused", async () => {
  const url = await start();
  const socket = connect(Number(url.port), url.hostname);
  socket.write("GET / HTTP/1.1\r\nhost: attacker.example\r\n\r\n");
  const answer = await new Promise((resolve) => socket.once("data", resolve));
  expect(String(answer)).toMatch(/^HTTP\/1\.1 421 /);
});
