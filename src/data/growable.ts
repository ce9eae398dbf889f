type NumberArray = Float64Array | Int32Array | Uint32Array;

const smallest = 64;
const largest = 1 << 16;

/**
 * Numbers of which it is not known how many will come: in segments, the first as large as is `expected`, later ones a quarter
 * of what there is. Memory that was expected too much is never touched, and so costs addresses only.
 */
export class Growable<A extends NumberArray> {
  private full: A[] = [];
  private fullLength = 0;
  private last: A;
  private used = 0;

  constructor(
    private readonly create: new (length: number) => A,
    private readonly expected = 0,
  ) {
    this.last = new create(0);
  }

  get length(): number {
    return this.fullLength + this.used;
  }

  push(value: number): void {
    if (this.used === this.last.length) this.grow();
    this.last[this.used++] = value;
  }

  append(values: A): void {
    let from = 0;
    while (from < values.length) {
      if (this.used === this.last.length) this.grow();
      const to = Math.min(values.length, from + this.last.length - this.used);
      this.last.set(values.subarray(from, to), this.used);
      this.used += to - from;
      from = to;
    }
  }

  /** Just what was pushed, which is no longer here then; a view of the first segment where that is large and holds it all. */
  finish(): A {
    const { full, last, used } = this;
    const all = full.length === 0 && used > last.length / 2 ? last.subarray(0, used) : this.joined();
    this.full = [];
    this.fullLength = 0;
    this.last = new this.create(0);
    this.used = 0;
    return all as A;
  }

  private joined(): A {
    const all = new this.create(this.length);
    let start = 0;
    for (const segment of this.full) {
      all.set(segment, start);
      start += segment.length;
    }
    all.set(this.last.subarray(0, this.used), start);
    return all;
  }

  private grow(): void {
    if (this.used > 0) this.full.push(this.last);
    this.fullLength += this.used;
    const isFirst = this.fullLength === 0 && this.expected > 0;
    const quarter = Math.min(Math.max(this.fullLength >> 2, smallest), largest);
    this.last = new this.create(isFirst ? this.expected : quarter);
    this.used = 0;
  }
}
