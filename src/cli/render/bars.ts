const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Width of bars, in characters, where there is space for them. */
export const barWidth = 20;

/**
 * Bars as texts, the longest, of `width` characters, for the largest of the values; of values below 0 they have a minus
 * before them.
 */
export function bars(values: readonly (number | undefined)[], width = barWidth): string[] {
  const sizes = values.map((value) => Math.abs(value ?? 0));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return values.map((value = 0) => {
    const steps = largest === 0 ? 0 : Math.round((Math.abs(value) / largest) * width * 8);
    const bar = '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8];
    return value < 0 && bar !== '' ? `−${bar}` : bar;
  });
}
