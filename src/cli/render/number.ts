/** Text of a number: integers with all digits, others with 5 significant digits. JSON has every digit instead. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : precise(value);
}

function precise(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  return size >= 1e-4 && size < 1e6 ? value.toPrecision(5) : value.toExponential(4);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Text of an amount of memory, in powers of 1000: `12.3 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
