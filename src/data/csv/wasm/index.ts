import { platform } from '#platform';
import type { Workspace } from './workspace.js';

export { acquireWorkspace, releaseWorkspace, type Workspace } from './workspace.js';

/** Address of the text, above the module's constants. The 16 bytes that follow the text are 0. */
const text = 1024;
const padding = 16;

/** Largest block that is taken, in bytes: it needs several times as much memory here. */
const largestBlock = 1 << 22;

/** Addresses of the results for a block of so many bytes: where fields start, and on which line each record does. */
const aligned = (address: number): number => (address + 7) & ~7;
const startsOf = (length: number): number => aligned(text + length + padding);
const linesOf = (length: number): number => startsOf(length) + 4 * (length + 1);
/** Addresses behind the results, of columns that are read: kinds, counts and values of all, and the values of one. */
const kindsOf = (length: number): number => linesOf(length) + 2 * length + 4;
const countsOf = (length: number, width: number): number => aligned(kindsOf(length) + width);
const valuesOf = (length: number, width: number): number => aligned(countsOf(length, width) + 4 * width);
const lastOf = (length: number, width: number, records: number): number =>
  valuesOf(length, width) + 8 * width * records;

/** A block of whole records, split into fields where it lies. */
export interface SplitBlock {
  readonly workspace: Workspace;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * Field k of the block begins at `starts[k]` and ends before the delimiter, or the line ends, ahead of `starts[k +
   * 1]`: there is one entry more than there are fields.
   */
  readonly starts: Int32Array;
  /** Fields of each record. */
  readonly width: number;
  /** The line on which each record begins. */
  readonly lines: Uint32Array;
  readonly blankLines: number;
  /** The line behind the block. */
  readonly nextLine: number;
}

/**
 * Splits bytes that hold no quote and end with a line end, the first of them on line `line`, at delimiters and line
 * ends. They are put together in the workspace's memory, where all that is found stays until the next block is split
 * there. Undefined where records differ in their numbers of fields, where there is none, or where the block is too
 * large.
 */
export function split(
  workspace: Workspace,
  parts: readonly Uint8Array[],
  delimiter: number,
  line: number,
): SplitBlock | undefined {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > largestBlock) return undefined;
  const memory = new Uint8Array(workspace.reserve(kindsOf(length)));
  let end = text;
  for (const part of parts) {
    memory.set(part, end);
    end += part.length;
  }
  memory.fill(0, end, end + padding);
  const { exports } = workspace;
  const records = exports.split(text, length, delimiter, startsOf(length), linesOf(length), line);
  if (records === 0) return undefined;
  const width = exports.width.value;
  const buffer = workspace.reserve(lastOf(length, width, records) + 8 * records);
  return {
    workspace,
    bytes: platform.bytesIn(buffer, text, length),
    starts: new Int32Array(buffer, startsOf(length), records * width + 1),
    width,
    lines: new Uint32Array(buffer, linesOf(length), records),
    blankLines: exports.blankLines.value,
    nextLine: exports.nextLine.value,
  };
}

/**
 * Kinds of reading a column: not at all, as numbers, as numbers that JavaScript prints as they are written, as numbers
 * but for whole ones with zeros or a plus before them, or beyond 2^53; with decimals, as numbers that JavaScript prints
 * so with as many of them.
 */
const kinds = { texts: 0, numbers: 1, canonical: 2, amounts: 3, fixed: 4 } as const;

/** The code of a kind, or of a number of decimals. */
export const kindOf = (kind: Exclude<keyof typeof kinds, 'fixed'> | number): number =>
  typeof kind === 'number' ? kinds.fixed + kind : kinds[kind];

/** The numbers of some columns: that of field f in row i is `values[f · rows + i]`, for the first `counts[f]` rows. */
export interface Numbers {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

/**
 * Reads the decimal numbers of each field in `rows` records from `first` on, of the kind that the code in `wanted`
 * says, as far as they go: up to the first cell that holds anything else, or a number that is not rounded here (too
 * many digits, too large an exponent). Correctly rounded. The arrays are valid until the next call.
 */
export function readColumns(block: SplitBlock, first: number, rows: number, wanted: Uint8Array): Numbers {
  const { bytes, workspace, width } = block;
  const { buffer, length } = bytes;
  const [kind, count, value] = [kindsOf(length), countsOf(length, width), valuesOf(length, width)];
  new Uint8Array(buffer, kind, width).set(wanted);
  workspace.exports.readColumns(text, startsOf(length), first * width, width, rows, kind, value, count);
  return {
    values: new Float64Array(buffer, value, width * rows),
    counts: new Int32Array(buffer, count, width),
  };
}

/** Reads the numbers of one field; it may be called while what `readColumns` gave is in use. */
export function readColumn(
  block: SplitBlock,
  field: number,
  first: number,
  rows: number,
  kind: number,
): Float64Array<ArrayBuffer> {
  const { bytes, lines, workspace, width } = block;
  const { buffer, length } = bytes;
  const values = lastOf(length, width, lines.length);
  const isLast = field === width - 1 ? 1 : 0;
  const k = first * width + field;
  const read = workspace.exports.readColumn(text, startsOf(length), k, width, rows, isLast, values, kind);
  return new Float64Array(buffer, values, read);
}
