import { failTurn, takeSnapshot } from "./turns";
import { now, type Verb } from "./verb";

export const turnVerbs: Readonly<Record<string, Verb>> = {
  snapshot: {
    usage: "snapshot PHASE",
    doc: "A snapshot of the turn at any phase; the usual ones are taken by themselves.",
    steps: (args) => {
      const phase = args.word("a phase");
      return now((c) => {
        takeSnapshot(c, phase);
      });
    },
  },
  "turn.fail": {
    usage: "turn.fail CODE [phase=failed]",
    doc: "The turn ends without a final snapshot; with phase= it gets that one instead.",
    steps: (args) => {
      const [code, phase] = [args.word("a code"), args.option("phase")];
      return now((c) => {
        failTurn(c, code);
        if (phase !== undefined) takeSnapshot(c, phase);
      });
    },
  },
  "turn.abandon": {
    usage: "turn.abandon",
    doc: "Nothing more is heard of the turn: no final snapshot, no outcome.",
    steps: () =>
      now((c) => {
        if (c.turn !== undefined) c.turn.outcome = "open";
      }),
  },
  block: {
    usage: 'block add|insert|edit|drop|move|split KIND ["text"] [role=...] [middleware=...]',
    doc: "Changes the last block of a kind in the running turn, or adds one, as middlewares do.",
    steps: (args) => {
      const [change, kind] = [args.word("a change"), args.word("a block kind")];
      const [text, role] = [args.optionalText() ?? "", args.option("role") ?? ""];
      const middleware = args.option("middleware");
      const metadata = middleware === undefined ? undefined : { "geppetto.middleware@v1": middleware };
      return now((c) => {
        const added = () => ({ id: c.newId("b"), kind, role, payload: { text }, metadata });
        if (change === "add") c.blocks.append(added());
        else if (change === "insert") c.blocks.insert(c.blocks.all.length - 1, added());
        else if (change === "edit") c.blocks.edit(kind, text);
        else if (change === "drop") c.blocks.drop(kind);
        else if (change === "move") c.blocks.moveToFront(kind);
        else if (change === "split") c.blocks.split(kind, c.newId("b"));
        else throw new SyntaxError(`${change} is none of add, insert, edit, drop, move, split`);
      });
    },
  },
};
