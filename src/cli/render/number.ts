import { formatCount } from '../../format_count.js';

/** A number for people: whole numbers as they are, others with 5 significant digits. JSON has every digit instead. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : precise(value);
}

function precise(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  return size >= 1e-4 && size < 1e6 ? value.toPrecision(5) : value.toExponential(4);
}

export { formatCount };

/** `1 row`, `2 rows`. */
export const plural = (count: number, thing: string): string =>
  `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** An amount of memory, in powers of 1000: `12.3 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
