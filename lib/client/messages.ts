/** Something to say in a corner of the page, for some seconds. */
export interface Message {
  readonly title: string;
  readonly detail?: string;
  /** Drawn as a failure, and longer. */
  readonly failed?: boolean;
  /** Takes the place of the message of the same name. */
  readonly name?: string;
  /** A button in it, e.g. to take back what was done. It stays longer then. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

type Draw = (message: Message) => void;

let draw: Draw | undefined;
let waiting: readonly Message[] = [];

/**
 * Shows a message, or keeps it until whatever draws messages is there. It needs nothing from the server: that the server
 * does not answer must be sayable.
 */
export function showMessage(message: Message): void {
  if (draw === undefined) waiting = [...waiting, message];
  else draw(message);
}

/** Names who draws messages, and hands over those that waited. Returns the way to stop. */
export function drawMessages(next: Draw): () => void {
  draw = next;
  const kept = waiting;
  waiting = [];
  kept.forEach(next);
  return () => {
    if (draw === next) draw = undefined;
  };
}
