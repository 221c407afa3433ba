import type { TurnRow } from "@/lib/contracts/turn";

/**
 * What was said in a turn of which no snapshot is recorded, as its events tell it: who reads a conversation must not meet
 * an empty page while the words are in the store.
 */
export function ToldTexts({ turn }: { turn: Pick<TurnRow, "prompt_text" | "answer_text"> }) {
  const told = [
    { who: "user", text: turn.prompt_text, edge: "border-accent" },
    { who: "assistant", text: turn.answer_text, edge: "border-border" },
  ].filter(({ text }) => text !== null && text !== "");
  return (
    <>
      {told.map(({ who, text, edge }) => (
        <div key={who} className={`border-l-2 py-1.5 pr-3 pl-2.5 ${edge}`}>
          <p className="flex min-h-6 items-center gap-2 text-xs text-fg-subtle">
            <span className="font-medium text-fg-muted">{who}</span> as the events tell
          </p>
          <p className="min-w-0 text-sm break-words whitespace-pre-wrap">{text}</p>
        </div>
      ))}
      <p className="px-3 py-1 text-xs text-fg-subtle">
        {told.length === 0
          ? "Neither a block nor a text of this turn is recorded. Its events are in the list."
          : "No snapshot of this turn is recorded: what else the model saw is not known."}
      </p>
    </>
  );
}
