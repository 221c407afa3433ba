import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import type { Arguments } from "./arguments";
import { now, type Verb } from "./verb";

export const streamVerbs: Readonly<Record<string, Verb>> = {
  frame: {
    usage: "frame TYPE ID [{...}] [metadata={...}]",
    doc: "A frame of any type, with its data.",
    steps: (args) => {
      const [type, id] = [args.word("a type"), args.word("an id")];
      const [data, metadata] = [args.json(), args.jsonOption("metadata")];
      return now((c) => {
        c.frames([{ type, id, data: { id, ...asObject(data) }, metadata }]);
      });
    },
  },
  log: {
    usage: 'log LEVEL "message" [{...}]',
    doc: "A log frame of the runtime, with fields.",
    steps: (args) => {
      const [level, message, fields] = [args.word("a level"), args.text("a message"), args.json()];
      return now((c) => {
        const id = c.newId("l");
        const data: JsonObject =
          fields === undefined ? { id, level, message } : { fields, id, level, message };
        c.frames([{ type: "log", id, data }]);
      });
    },
  },
  raw: {
    usage: 'raw "text"',
    doc: "An envelope of any text, for what cannot be decoded.",
    steps: (args) => {
      const envelope = args.text("a text");
      return now((c) => {
        c.text(envelope);
      });
    },
  },
  gap: {
    usage: "gap N",
    doc: "N numbers that no frame carries (a gap where seq counts; nothing to see where it is time).",
    steps: (args) => {
      const count = wholeNumber(args);
      return now((c) => {
        c.channel.gap(count);
      });
    },
  },
  drop: {
    usage: "drop N",
    doc: "The next N source events happen, and their frames never arrive.",
    steps: (args) => {
      const count = wholeNumber(args);
      return now((c) => {
        c.channel.drop(count);
      });
    },
  },
  swap: {
    usage: "swap",
    doc: "The next two frames arrive in the other order.",
    steps: () =>
      now((c) => {
        c.channel.holdBack(1);
      }),
  },
  late: {
    usage: "late N",
    doc: "The next frame arrives after N others.",
    steps: (args) => {
      const count = wholeNumber(args);
      return now((c) => {
        c.channel.holdBack(count);
      });
    },
  },
  repeat: {
    usage: "repeat line|frame|other",
    doc: "The last frame again: the same line, the same frame under a new line id, or other bytes under the id that is taken.",
    steps: (args) => {
      const word = args.word("line, frame or other");
      const how = (["line", "frame", "other"] as const).find((value) => value === word);
      if (how === undefined) throw new SyntaxError(`${word} is none of line, frame, other`);
      return now((c) => {
        c.channel.repeat(how);
      });
    },
  },
  regress: {
    usage: "regress N",
    doc: "The next frame carries a number that lies N behind the newest.",
    steps: (args) => {
      const by = wholeNumber(args);
      return now((c) => {
        c.channel.regress(by);
      });
    },
  },
  restart: {
    usage: "restart",
    doc: "The runtime restarts: a new session, a new epoch of seq, empty caches, an empty history.",
    steps: () =>
      now((c) => {
        c.channel.restart();
        c.store.forget();
        c.blocks.clear();
        c.session_id = c.newId("s");
      }),
  },
};

function wholeNumber(args: Arguments): number {
  const count = Number(args.word("a number"));
  if (!Number.isInteger(count) || count < 1) throw new SyntaxError("a whole number from 1 is needed");
  return count;
}
