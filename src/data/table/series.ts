import { cellBytes, type RowGroups } from './row_groups.js';

/** The most values that a loop copies faster than `set` does. */
const fewAtOnce = 200;

/** Values of one group: that of a row is `values[row - start]`. */
interface GroupValues<A> {
  readonly values: A;
  readonly start: number;
}

/**
 * The values of one column, one a row, in its cells of row groups. Those of one group are read and written at a time,
 * where the group is, or in a window: fast where rows come in order, as they nearly always do.
 */
export class Series<A extends Float64Array | Int32Array> {
  private count = 0;
  /** The group that is read and written, and its values. */
  private group = 0;
  private values: A;
  /** Whether only the window has the group as it is. */
  private isChanged = false;
  private readonly shift: number;
  private readonly mask: number;

  constructor(
    private readonly groups: RowGroups,
    private readonly column: number,
    private readonly create: new (buffer: ArrayBuffer, start: number, length: number) => A,
  ) {
    this.values = this.cells(groups.at(0));
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
    this.values[this.count++ & this.mask] = value;
    this.isChanged = true;
  }

  /** Adds values[start, end). */
  append(values: A, start = 0, end = values.length): void {
    for (let from = start, to = 0; from < end; from = to) {
      this.show(this.count >>> this.shift);
      const at = this.count & this.mask;
      to = Math.min(end, from + this.groups.size - at);
      const group = this.values;
      if (to - from > fewAtOnce) group.set(values.subarray(from, to), at);
      else for (let i = from; i < to; i++) group[at + i - from] = values[i];
      this.count += to - from;
      this.isChanged = true;
    }
  }

  at(row: number): number {
    const group = row >>> this.shift;
    if (group !== this.group) this.show(group);
    return this.values[row & this.mask];
  }

  /** The values of a row's whole group, from its first row on; valid until another group is asked for. */
  around(row: number): A {
    this.show(row >>> this.shift);
    return this.values;
  }

  /** The values of all rows, group by group; valid until the next is asked for. */
  *inGroups(): Generator<GroupValues<A> & { readonly length: number }> {
    const { size } = this.groups;
    for (let start = 0; start < this.count; start += size)
      yield { values: this.around(start), start, length: Math.min(size, this.count - start) };
  }

  /** The values of some rows, by runs rows[from, to) of one group each; valid until the next is asked for. */
  *runs(rows: Uint32Array): Generator<GroupValues<A> & { readonly from: number; readonly to: number }> {
    const { shift } = this;
    for (let from = 0, to = 0; from < rows.length; from = to) {
      const group = rows[from] >>> shift;
      while (to < rows.length && rows[to] >>> shift === group) to++;
      yield { values: this.around(rows[from]), start: group << shift, from, to };
    }
  }

  /** Copies the values of the rows to the beginning of `into`. */
  gather<B extends A>(rows: Uint32Array, into: B): B {
    for (const { values, start, from, to } of this.runs(rows))
      for (let i = from; i < to; i++) into[i] = values[rows[i] - start];
    return into;
  }

  /** Replaces a series in the same cells, value by value; that is empty then. */
  replace<B extends Float64Array | Int32Array>(other: Series<B>, convert: (value: number) => number): void {
    const { size } = this.groups;
    const converted = new this.create(new ArrayBuffer(cellBytes * size), 0, size);
    this.count = other.count;
    for (const { values, start, length } of other.inGroups()) {
      for (let i = 0; i < length; i++) converted[i] = convert(values[i]);
      other.isChanged = false;
      this.enter(start >>> this.shift);
      this.values.set(converted);
      this.isChanged = true;
      // the next group of the other takes its place
      this.save();
    }
    other.count = 0;
    other.show(0);
  }

  /** Brings a group to where it is read and written. */
  private show(group: number): void {
    if (group === this.group) return;
    this.enter(group);
    if (!this.groups.isKept(group) && group << this.shift < this.count)
      this.values.set(this.cells(this.groups.at(group)));
  }

  /** Turns to a group, whose values may not be there yet. */
  private enter(group: number): void {
    if (group === this.group) return;
    this.save();
    const { groups } = this;
    this.group = group;
    this.values = this.cells(groups.isKept(group) ? groups.at(group) : groups.window);
  }

  private save(): void {
    const { group, groups } = this;
    if (this.isChanged && !groups.isKept(group)) this.cells(groups.at(group)).set(this.values);
    this.isChanged = false;
  }

  /** Cells of this column in the memory of a group. */
  private cells(group: ArrayBuffer): A {
    const { create, column, groups } = this;
    return new create(group, cellBytes * column * groups.size, groups.size);
  }
}
