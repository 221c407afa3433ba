/** Shows a short message. The library comes with the first message, not with the page. */
export function say(text: string): void {
  void import("sonner").then(({ toast }) => toast(text));
}
