/**
 * Loads the page anew once the server answers; false when it does not, because a browser would then replace what is
 * still on screen by its own page. Any answer counts, a poor one too.
 */
export async function reloadPage(): Promise<boolean> {
  try {
    await fetch("/api/v1/health", { cache: "no-store" });
  } catch {
    return false;
  }
  window.location.reload();
  return true;
}
