import type { MessagePort } from "node:worker_threads";
import { unwatched, type StepWatcher } from "@/db/steps";
import { storageProblem } from "@/lib/domain/storage-problem";
import { ownStore, storePath } from "./data-folder";
import { portableError } from "./portable-error";
import { usualRules, WriterHost, type WriterRules } from "./writer-host";
import type { WriterCall, WriterEvent, WriterReply, WriterThreadData, WriterValue } from "./writer-messages";

/** Puts a WriterHost behind a message port: takes the store, says so or why not, and answers calls. */
export function serveWriter(
  port: MessagePort,
  data: WriterThreadData,
  clock: () => number,
  watch: StepWatcher = unwatched,
  rules: WriterRules = usualRules,
): void {
  const tell = (event: WriterEvent): void => {
    port.postMessage(event);
  };
  let host: WriterHost;
  let publish: (url: string) => void;
  try {
    const since = new Date(clock());
    const owned = ownStore(data.folder, data.what, since, data.migrations, watch);
    host = new WriterHost(owned, clock, "server", tell, watch, rules);
    publish = (url) => {
      owned.lock.describe({ pid: process.pid, what: data.what, since: since.toISOString(), url });
    };
    tell({ event: "ready", migrated: owned.migrated });
  } catch (error) {
    tell({ event: "failed", error: portableError(storageProblem(error, storePath(data.folder))) });
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
    case "abandon":
      return host.abandon(call.id);
    case "edit-incidents":
      return host.editIncidents(call.edit);
    case "annotate-demo":
      return host.annotateDemo();
    case "remove-demo":
      return host.removeDemo();
    case "edit-annotations":
      host.editAnnotations(call.edit);
      return undefined;
    case "remember-request":
      host.rememberRequest({ ...call.request, request_sha256: Buffer.from(call.request.request_sha256) });
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
