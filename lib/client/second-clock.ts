const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * A clock that ticks once a second for everything that shows an age. It runs only while somebody
 * listens; readers compare the text they print, so most ticks redraw nothing.
 */
export const secondClock = {
  /** Epoch milliseconds, cut to the second so that one render reads one time. */
  now: (): number => Math.floor(Date.now() / 1000) * 1000,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    timer ??= setInterval(() => {
      for (const each of listeners) each();
    }, 1000);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};
