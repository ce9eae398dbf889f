import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** 2⁻²⁶ and 2⁻⁵³ */
const SCALE_26 = 1.4901161193847656e-8;
const SCALE_53 = 1.1102230246251565e-16;

/** Count of different numbers that the generator gives: 2³². */
const RANGE = 4294967296;

/**
 * The generator xoroshiro128+ of Blackman and Vigna (2018, with the constants 24, 16, 37), low 32 bits of each number:
 * the numbers of pure-rand's, whose state, two words of 64 bits in halves, it takes and gives.
 */
export class Xoroshiro128Plus implements RandomGenerator {
  constructor(
    private s01: number,
    private s00: number,
    private s11: number,
    private s10: number,
  ) {}

  clone(): Xoroshiro128Plus {
    return new Xoroshiro128Plus(this.s01, this.s00, this.s11, this.s10);
  }

  getState(): readonly number[] {
    return [this.s01, this.s00, this.s11, this.s10];
  }

  next(): number {
    const { s01, s00, s11, s10 } = this;
    const a0 = s10 ^ s00;
    const a1 = s11 ^ s01;
    this.s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    this.s01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    this.s10 = (a1 << 5) ^ (a0 >>> 27);
    this.s11 = (a0 << 5) ^ (a1 >>> 27);
    return (s00 + s10) | 0;
  }

  /** Writes the numbers of `getState` into a vector, from an index on. */
  writeState(vector: Float64Array, from: number): void {
    vector[from] = this.s01;
    vector[from + 1] = this.s00;
    vector[from + 2] = this.s11;
    vector[from + 3] = this.s10;
  }

  /** Puts the generator into the state that stands in a vector, from an index on. */
  readState(vector: Float64Array, from: number): void {
    // integers again
    this.s01 = vector[from] | 0;
    this.s00 = vector[from + 1] | 0;
    this.s11 = vector[from + 2] | 0;
    this.s10 = vector[from + 3] | 0;
  }

  /** Fills the first n of `values` with multiples of 2⁻⁵³ on [0, 1), each of two numbers: 26 bits, then 27. */
  fillUniform(values: Float64Array, n: number): void {
    let { s01, s00, s11, s10 } = this;
    for (let i = 0; i < n; i++) {
      const high = (s00 + s10) & 0x3ffffff;
      const a0 = s10 ^ s00;
      const a1 = s11 ^ s01;
      const r00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
      const r01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      const r10 = (a1 << 5) ^ (a0 >>> 27);
      const r11 = (a0 << 5) ^ (a1 >>> 27);
      const low = (r00 + r10) & 0x7ffffff;
      const b0 = r10 ^ r00;
      const b1 = r11 ^ r01;
      s00 = (r00 << 24) ^ (r01 >>> 8) ^ b0 ^ (b0 << 16);
      s01 = (r01 << 24) ^ (r00 >>> 8) ^ b1 ^ ((b1 << 16) | (b0 >>> 16));
      s10 = (b1 << 5) ^ (b0 >>> 27);
      s11 = (b0 << 5) ^ (b1 >>> 27);
      values[i] = high * SCALE_26 + low * SCALE_53;
    }
    this.s01 = s01;
    this.s00 = s00;
    this.s11 = s11;
    this.s10 = s10;
  }

  /**
   * Shuffles in place (Fisher and Yates, from the back), by the numbers that `integerBelow` of random.ts would draw.
   * The state is held in variables: in fields a browser keeps integers of 32 bits as objects.
   */
  shuffle(items: Float64Array | Uint32Array): void {
    let { s01, s00, s11, s10 } = this;
    for (let i = items.length - 1; i > 0; ) {
      const x = ((s00 + s10) | 0) + RANGE / 2;
      const a0 = s10 ^ s00;
      const a1 = s11 ^ s01;
      const high = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
      s01 = high;
      s10 = (a1 << 5) ^ (a0 >>> 27);
      s11 = (a0 << 5) ^ (a1 >>> 27);
      const n = i + 1;
      if (x >= RANGE - n && x >= Math.floor(RANGE / n) * n) continue;
      const j = x - Math.floor(x / n) * n;
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
      i--;
    }
    this.s01 = s01;
    this.s00 = s00;
    this.s11 = s11;
    this.s10 = s10;
  }
}
