import { TailText } from "./tail-text";

/** An error code in a narrow place. Its class gives way first: the mark beside it says that already. */
export function CodeText({ code }: { code: string }) {
  const dot = code.indexOf(".") + 1;
  return (
    <span className="num">
      <TailText head={code.slice(0, dot)} tail={code.slice(dot)} />
    </span>
  );
}
