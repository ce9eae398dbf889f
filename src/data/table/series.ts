import { cellBytes, type RowGroups } from './row_groups.js';

/** The most values that a loop copies faster than `set` does. */
const fewAtOnce = 200;

/**
 * The values of one column, one a row, in its cells of row groups. They are read and written in a window, which holds
 * those of one group: fast where rows come in order, as they nearly always do.
 */
export class Series<A extends Float64Array | Int32Array> {
  private count = 0;
  private readonly window: A;
  /** The group in the window, and whether only the window has it as it is. */
  private group = 0;
  private isChanged = false;
  private readonly shift: number;
  private readonly mask: number;

  constructor(
    private readonly groups: RowGroups,
    private readonly column: number,
    private readonly create: new (buffer: ArrayBuffer, start: number, length: number) => A,
  ) {
    this.window = this.cells(groups.window);
    this.mask = groups.size - 1;
    this.shift = 31 - Math.clz32(groups.size);
  }

  get length(): number {
    return this.count;
  }

  /** Rows of a group, a power of two. */
  get size(): number {
    return this.groups.size;
  }

  push(value: number): void {
    this.show(this.count >>> this.shift);
    this.window[this.count++ & this.mask] = value;
    this.isChanged = true;
  }

  /** Adds values[start, end). */
  append(values: A, start = 0, end = values.length): void {
    const { window } = this;
    for (let from = start, to = 0; from < end; from = to) {
      this.show(this.count >>> this.shift);
      const at = this.count & this.mask;
      to = Math.min(end, from + this.groups.size - at);
      if (to - from > fewAtOnce) window.set(values.subarray(from, to), at);
      else for (let i = from; i < to; i++) window[at + i - from] = values[i];
      this.count += to - from;
      this.isChanged = true;
    }
  }

  at(row: number): number {
    const group = row >>> this.shift;
    if (group !== this.group) this.show(group);
    return this.window[row & this.mask];
  }

  /** The values of a row's whole group, from its first row on; valid until another group is asked for. */
  around(row: number): A {
    this.show(row >>> this.shift);
    return this.window;
  }

  /** Copies the values of the rows to the beginning of `into`. */
  gather<B extends A>(rows: Uint32Array, into: B): B {
    const { window, mask, shift } = this;
    for (let i = 0; i < rows.length; ) {
      const group = rows[i] >>> shift;
      this.show(group);
      for (; i < rows.length && rows[i] >>> shift === group; i++) into[i] = window[rows[i] & mask];
    }
    return into;
  }

  /** Replaces a series in the same cells, value by value; that is empty then. */
  replace<B extends Float64Array | Int32Array>(other: Series<B>, convert: (value: number) => number): void {
    const { size } = this.groups;
    const converted = new this.create(new ArrayBuffer(cellBytes * size), 0, size);
    this.count = other.count;
    for (let group = 0, left = other.count; left > 0; group++, left -= size) {
      other.show(group);
      const length = Math.min(left, size);
      for (let i = 0; i < length; i++) converted[i] = convert(other.window[i]);
      this.window.set(converted);
      other.isChanged = false;
      this.group = group;
      this.isChanged = true;
      if (left > length) this.save();
    }
    other.count = 0;
    other.group = 0;
  }

  /** Brings a group into the window. */
  private show(group: number): void {
    if (group === this.group) return;
    this.save();
    this.group = group;
    if (group << this.shift < this.count) this.window.set(this.cells(this.groups.at(group)));
  }

  private save(): void {
    if (this.isChanged) this.cells(this.groups.at(this.group)).set(this.window);
    this.isChanged = false;
  }

  /** Cells of this column in the memory of a group. */
  private cells(group: ArrayBuffer): A {
    const { create, column, groups } = this;
    return new create(group, cellBytes * column * groups.size, groups.size);
  }
}
