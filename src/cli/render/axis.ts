/** Where values lie on a line of characters: how a column of a table shows them as a picture. */
export interface Axis {
  /** Its ends in words: `0 … 0.84`, `0.001 … 1 (log)`. */
  readonly title: string;
  /** A dot at the value, with a line of dots that leads to it; nothing for no value. */
  draw(value: number | undefined): string;
}

/** From this ratio of the largest to the smallest on, the small ones could not be told apart on a linear axis. */
const wide = 30;

/**
 * An axis for these values, `width` characters wide: from 0 (or the least, where that is negative) to the largest; from one
 * power of ten to another where all are positive and the largest is many times the smallest.
 */
export function axis(values: readonly number[], width: number): Axis {
  const finite = values.filter(Number.isFinite);
  const [least, largest] = [Math.min(...finite), Math.max(...finite)];
  if (least > 0 && largest / least >= wide) {
    const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(largest))];
    return {
      title: `${power(low)} … ${power(high)} (log)`,
      draw: (value) => dot(value === undefined ? value : (Math.log10(value) - low) / (high - low), width),
    };
  }
  const low = Math.min(0, least);
  const high = Math.max(0, largest);
  return {
    title: `${short(low)} … ${short(high)}`,
    draw: (value) => dot(value === undefined || high === low ? value : (value - low) / (high - low), width),
  };
}

const power = (exponent: number) => String(Number(`1e${exponent}`));
const short = (value: number) => String(Number(value.toPrecision(3)));

function dot(share: number | undefined, width: number): string {
  if (share === undefined || !Number.isFinite(share)) return '';
  return `${'·'.repeat(Math.round(share * (width - 1)))}●`;
}
