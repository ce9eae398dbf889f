/** A number in few characters: three significant digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e5 || size < 1e-3)) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** A text of at most so many characters, its beginning and its end. */
export const shortenMiddle = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most >> 1)}…${text.slice(1 + (most >> 1) - most)}` : text;

/** A text of at most so many characters. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
