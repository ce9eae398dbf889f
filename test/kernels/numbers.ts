import { type Random, uniform } from '../../src/random.js';

/** Numbers at which the functions of src/math change their form, and the ends of float64. */
const edges = [
  ...[0, 5e-324, 2.5e-310, 2.2250738585072014e-308, 1e-300, 2 ** -54, 2 ** -53, 2 ** -28, 2 ** -27, 1e-8],
  ...[0.25, 0.3465735902799727, 0.5, Math.SQRT1_2, 1, Math.SQRT2, 2, 6, 20, 28, 37, 40, 56],
  ...[100, 707.9, 708, 708.4, 709, 709.78, 709.79, 710, 744, 745.1, 745.2, 746, 747, 1e6, 2 ** 31, 2 ** 52],
  ...[1e150, 1e300, 1.7976931348623157e308, Number.POSITIVE_INFINITY, Number.NaN],
];

const bits = new Int32Array(2);
const anyFloat = new Float64Array(bits.buffer);
const word = (rng: Random) => Math.floor(uniform(rng) * 2 ** 32);

/** Numbers of one kind; all of them are the same for the same generator. */
export const kinds: Readonly<Record<string, (rng: Random) => number>> = {
  /** Numbers such as a network has. */
  ordinary: (rng) => 6 * (uniform(rng) - 0.5),
  probabilities: (rng) => uniform(rng),
  zeroOrOne: (rng) => (uniform(rng) < 0.5 ? 0 : 1),
  wide: (rng) => (uniform(rng) - 0.5) * 2 ** Math.floor(60 * uniform(rng) - 50),
  /** Numbers over the whole range in which exp is neither 0 nor Infinity, and a little more. */
  exponents: (rng) => 1600 * (uniform(rng) - 0.5),
  edges(rng) {
    const magnitude = edges[Math.floor(uniform(rng) * edges.length)];
    return uniform(rng) < 0.5 ? -magnitude : magnitude;
  },
  /** Any 64 bits. */
  bits(rng) {
    bits[0] = word(rng);
    bits[1] = word(rng);
    return anyFloat[0];
  },
};
export type Kind = keyof typeof kinds;
