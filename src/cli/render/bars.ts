const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Width of bars, in characters. */
const width = 20;

/** Bars as texts, the longest for the largest of the values; of values below 0 they have a minus before them. */
export function bars(values: readonly (number | undefined)[]): string[] {
  const sizes = values.map((value) => Math.abs(value ?? 0));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return values.map((value = 0) => {
    const steps = largest === 0 ? 0 : Math.round((Math.abs(value) / largest) * width * 8);
    const bar = '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8];
    return value < 0 && bar !== '' ? `−${bar}` : bar;
  });
}
