type NumberArray = Float64Array | Int32Array | Uint32Array;

const smallest = 64;
const largest = 1 << 16;

/** Numbers of which it is not known how many will come: in segments, of which the last is at most a fifth of all, or small. */
export class Growable<A extends NumberArray> {
  private full: A[] = [];
  private fullLength = 0;
  private last: A;
  private used = 0;

  constructor(private readonly create: new (length: number) => A) {
    this.last = new create(smallest);
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

  /** Just what was pushed, which is no longer here then. */
  finish(): A {
    const all = new this.create(this.length);
    let start = 0;
    for (const segment of this.full) {
      all.set(segment, start);
      start += segment.length;
    }
    all.set(this.last.subarray(0, this.used), start);
    this.full = [];
    this.fullLength = 0;
    this.last = new this.create(smallest);
    this.used = 0;
    return all;
  }

  private grow(): void {
    this.full.push(this.last);
    this.fullLength += this.used;
    const quarter = this.fullLength >> 2;
    this.last = new this.create(Math.min(Math.max(quarter, smallest), largest));
    this.used = 0;
  }
}
