/** First line of a Go panic, fault or stack dump. */
const header =
  /^(?:panic: |fatal error: |SIG[A-Z]+: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:http: panic serving |.*\bpanic\b))/;
/** A line that begins something else: a JSON line, a line with a time. */
const otherLine = /^(?:\{|\d{4}[-/]\d\d[-/]\d\d[T ])/;

/** Limits of one panic: a dump of every goroutine is long, and a log must not grow memory without end. */
const maxPanicLines = 50_000;
const maxPanicBytes = 16 * 1024 * 1024;

export function isPanicHeader(text: string): boolean {
  return header.test(text);
}

/** What a panic says: its message, whether the process went on, and the stack. */
export interface PanicText {
  readonly message: string;
  readonly stack: string;
  readonly recovered: boolean;
}

/** Collects the lines of one panic; blank lines that the splitter left out are put back. */
export class PanicLines {
  private readonly lines: Uint8Array[];
  private lastLine: number;
  private size: number;

  constructor(
    header: Uint8Array,
    readonly firstLine: number,
  ) {
    this.lines = [header];
    this.lastLine = firstLine;
    this.size = header.byteLength;
  }

  /** Takes a line that continues the panic; false if the line begins something else. */
  take(line: Uint8Array, text: string, number: number): boolean {
    if (
      otherLine.test(text) ||
      this.lines.length >= maxPanicLines ||
      this.size + line.byteLength > maxPanicBytes
    )
      return false;
    for (let blank = this.lastLine + 1; blank < number; blank += 1) this.lines.push(new Uint8Array(0));
    this.lines.push(line);
    this.lastLine = number;
    this.size += line.byteLength;
    return true;
  }

  get bytes(): Uint8Array {
    const feed = Buffer.from("\n");
    return Buffer.concat(this.lines.flatMap((line, index) => (index === 0 ? [line] : [feed, line])));
  }
}

/** Reads the text of a collected panic. */
export function readPanic(text: string): PanicText {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  const message = first.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, "");
  return {
    message,
    stack: end < 0 ? "" : text.slice(end + 1),
    recovered: message.startsWith("http: panic serving "),
  };
}
