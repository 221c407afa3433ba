import { severities } from "@/lib/domain/model/error";
import { classOf } from "./simulated-conversation";
import { now, type Verb } from "./verb";

export const failureVerbs: Readonly<Record<string, Verb>> = {
  error: {
    usage:
      'error CODE "message" [severity=error] [http=500] [tool=...] [phase=...] [safe="..."] [stack="..."] [handled=yes] [retryable=yes] [request=ID]',
    doc: "A failure that the runtime states. The code begins with its class: validation, provider, tool, projection, storage, transport, runtime.",
    steps: (args) => {
      const row = {
        error_code: args.word("a code"),
        raw_message: args.text("a message"),
        severity: args.choice("severity", severities) ?? "error",
        http_status: args.number("http"),
        tool_name: args.option("tool"),
        phase: args.option("phase"),
        safe_message: args.option("safe"),
        stack: args.option("stack"),
        handled: args.flag("handled"),
        retryable: args.flag("retryable"),
      } as const;
      classOf(row.error_code);
      const request = args.option("request");
      return now((c) => {
        c.error(row, c.withRequest(request, c.keys));
      });
    },
  },
  cause: {
    usage: 'cause "message" [code=...] [stack="..."]',
    doc: "The next deeper cause of the last error.",
    steps: (args) => {
      const row = { message: args.text("a message"), code: args.option("code"), stack: args.option("stack") };
      return now((c) => {
        c.cause(row);
      });
    },
  },
  panic: {
    usage: 'panic "message" [process=KEY] [stack="..."] [recovered=yes]',
    doc: "A panic in this conversation, with its stack.",
    steps: (args) => {
      const row = {
        message: args.text("a message"),
        process_key: args.option("process"),
        stack: args.option("stack"),
        recovered: args.flag("recovered"),
      };
      return now((c) => {
        c.record("runtime.panic", "panics", { panic_id: c.newId("a"), ...row });
      });
    },
  },
};
