import { greatest } from '../../range.js';

/** Text of a number in a picture: 4 digits, of large and small ones with an exponent. */
export const short = (value: number): string => {
  const size = Math.abs(value);
  const isLong = Number.isFinite(size) && (size >= 1e6 || (size > 0 && size < 1e-3));
  const text = isLong ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return text
    .replace(/\.?0*(?=e)/, '')
    .replace('e+', 'e')
    .replaceAll('-', '−');
};

/** A name cut to a length that fits into a picture. */
export const shorten = (name: string, length = 24): string =>
  name.length <= length ? name : `${name.slice(0, length - 1)}…`;

/** Width of a text in the size of a legend, in pixels; an estimate, as type is not measured here. */
export const textWidth = (text: string): number => 7.3 * text.length;

/** Width of the widest of some texts, in pixels. */
export const widest = (texts: readonly string[]): number => greatest(texts.map(textWidth));
