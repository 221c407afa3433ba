/** Shows a short message in place of the one before. The library comes with the first message, not with the page. */
export function say(text: string): void {
  void import("sonner").then(({ toast }) => toast(text, { id: "inspector" }));
}
