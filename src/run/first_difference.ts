/** `training.epochs was 10, now 20` for the first place where two JSON values differ; null where they are the same: what is undefined is absent. */
export function firstDifference(stored: unknown, current: unknown, path: string): string | null {
  if (typeof stored !== 'object' || typeof current !== 'object' || stored === null || current === null)
    return stored === current
      ? null
      : `${path} was ${JSON.stringify(stored) ?? 'absent'}, now ${JSON.stringify(current) ?? 'absent'}`;
  for (const key of new Set([...Object.keys(stored), ...Object.keys(current)])) {
    const difference = firstDifference(
      (stored as Record<string, unknown>)[key],
      (current as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
    if (difference !== null) return difference;
  }
  return null;
}
