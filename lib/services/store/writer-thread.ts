import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { ownStore } from "./data-folder";
import { portableError } from "./portable-error";
import type { WriterCall, WriterEvent, WriterReply, WriterThreadData, WriterValue } from "./writer-messages";
import { WriterHost } from "./writer-host";

/** Entry of the writer thread: a WriterHost behind a message port. */
function main(port: MessagePort, data: WriterThreadData): void {
  const tell = (event: WriterEvent): void => {
    port.postMessage(event);
  };
  let host: WriterHost;
  let publish: (url: string) => void;
  try {
    const clock = (): number => Date.now();
    const since = new Date();
    const owned = ownStore(data.folder, data.what, since, data.migrations);
    host = new WriterHost(owned, clock, "server", tell);
    publish = (url) => {
      owned.lock.describe({ pid: process.pid, what: data.what, since: since.toISOString(), url });
    };
    tell({ event: "ready", migrated: owned.migrated });
  } catch (error) {
    tell({ event: "failed", error: portableError(error) });
    port.close();
    return;
  }
  port.on("message", (message: { readonly number: number; readonly call: WriterCall }) => {
    void answer(port, message.number, () => perform(host, publish, message.call)).then(() => {
      if (message.call.call === "close") port.close();
    });
  });
}

async function answer(
  port: MessagePort,
  reply: number,
  work: () => WriterValue | Promise<WriterValue>,
): Promise<void> {
  let message: WriterReply;
  try {
    message = { reply, value: await work() };
  } catch (error) {
    message = { reply, error: portableError(error) };
  }
  port.postMessage(message);
}

function perform(
  host: WriterHost,
  publish: (url: string) => void,
  call: WriterCall,
): WriterValue | Promise<WriterValue> {
  switch (call.call) {
    case "open-ndjson":
      host.openNdjson(call.id, call.options);
      return undefined;
    case "open-import":
      host.openImport(call.id, call.options);
      return undefined;
    case "push":
      return host.push(call.id, call.chunk).then(() => undefined);
    case "end":
      return host.end(call.id);
    case "abort":
      host.abort(call.id);
      return undefined;
    case "settle":
      host.settleAll();
      return undefined;
    case "publish":
      publish(call.url);
      return undefined;
    case "close":
      host.close();
      return undefined;
  }
}

/** The thread's own data, given by WriterClient. */
function threadData(): WriterThreadData {
  return workerData as WriterThreadData;
}

if (parentPort !== null) main(parentPort, threadData());
