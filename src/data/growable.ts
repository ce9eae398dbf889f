type NumberArray = Float64Array | Int32Array | Uint32Array;

/** A typed array that grows by doubling. */
export class Growable<A extends NumberArray> {
  length = 0;

  constructor(
    private readonly create: new (length: number) => A,
    private array: A = new create(64),
  ) {}

  push(value: number): void {
    if (this.length === this.array.length) {
      const larger = new this.create(2 * this.length);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length++] = value;
  }

  /** A copy of just what was pushed. */
  finish(): A {
    return this.array.slice(0, this.length) as A;
  }
}
