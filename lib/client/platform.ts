/** Whether the keyboard has a Command key. Browsers that hide their platform are taken for the others. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
