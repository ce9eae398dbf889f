const smallest = 64;
const largest = 1 << 16;

/** Whole numbers of which it is not known how many will come: in segments, each a quarter of what there is. */
export class Growable {
  private full: Uint32Array[] = [];
  private fullLength = 0;
  private last = new Uint32Array(0);
  private used = 0;

  get length(): number {
    return this.fullLength + this.used;
  }

  push(value: number): void {
    if (this.used === this.last.length) this.grow();
    this.last[this.used++] = value;
  }

  /** Returns just what was pushed, and gives it up. */
  finish(): Uint32Array {
    const all = new Uint32Array(this.length);
    let start = 0;
    for (const segment of this.full) {
      all.set(segment, start);
      start += segment.length;
    }
    all.set(this.last.subarray(0, this.used), start);
    this.full = [];
    this.fullLength = 0;
    this.last = new Uint32Array(0);
    this.used = 0;
    return all;
  }

  private grow(): void {
    if (this.used > 0) this.full.push(this.last);
    this.fullLength += this.used;
    this.last = new Uint32Array(Math.min(Math.max(this.fullLength >> 2, smallest), largest));
    this.used = 0;
  }
}
