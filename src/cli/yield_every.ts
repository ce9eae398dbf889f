/**
 * Returns a pause for the training loop: it lets signals and the progress bar be served, at most once in so many
 * milliseconds.
 */
export function yieldEvery(milliseconds: number): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return undefined;
    return new Promise((resume) =>
      setImmediate(() => {
        last = performance.now();
        resume();
      }),
    );
  };
}
