import { Cells } from '../cells.js';
import { binary } from './binary.js';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly width: { readonly value: number };
  readonly blankLines: { readonly value: number };
  readonly nextLine: { readonly value: number };
  split(text: number, length: number, delimiter: number, starts: number, lines: number, line: number): number;
  readNumbers(
    text: number,
    starts: number,
    k: number,
    width: number,
    rows: number,
    isLast: number,
    values: number,
    canonical: number,
  ): number;
}

/** The part of the standard's WebAssembly that is used here, which TypeScript declares for browsers only. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
  readonly CompileError: new () => Error;
}

/** Where the text begins: below are the module's constants. What follows the text is 16 bytes off, all 0. */
const text = 1024;
const padding = 16;
const page = 65536;

/** Larger blocks are not taken: they would need several times as much memory here. */
const largestBlock = 1 << 22;

let instance: Exports | null | undefined;

/** The one instance, made at first use; null where this engine has no WebAssembly with SIMD. */
function wasm(): Exports | null {
  if (instance !== undefined) return instance;
  instance = null;
  const { WebAssembly: engine } = globalThis as { WebAssembly?: Engine };
  if (!engine) return null;
  try {
    instance = new engine.Instance(new engine.Module(Buffer.from(binary, 'base64'))).exports as Exports;
  } catch (error) {
    if (!(error instanceof engine.CompileError || error instanceof RangeError)) throw error;
  }
  return instance;
}

/** The bytes of the block in the memory; what was found of its fields lies behind it. */
let current: Buffer | undefined;

const startsOf = (bytes: Buffer): number => (text + bytes.length + padding + 3) & ~3;
const valuesOf = (starts: number, fields: number): number => (starts + 4 * (fields + 1) + 7) & ~7;

/** The module's memory, grown to hold so many bytes. */
function reserve({ memory }: Exports, bytes: number): ArrayBuffer {
  const lacking = bytes - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / page));
  return memory.buffer;
}

/** What splitting a block found. */
export interface Split {
  readonly cells: Cells;
  /** The line on which each record begins. */
  readonly lines: Uint32Array;
  readonly blankLines: number;
  /** The line behind the block. */
  readonly nextLine: number;
}

/**
 * Splits bytes that hold no quote and end with a line end, the first of them on line `line`, at delimiters and line ends.
 * Undefined where records differ in their numbers of fields, where there is none, or where this cannot be done here.
 */
export function split(bytes: Buffer, delimiter: number, line: number): Split | undefined {
  const exports = bytes.length > largestBlock ? null : wasm();
  if (!exports) return undefined;
  const starts = startsOf(bytes);
  const lines = starts + 4 * (bytes.length + 1);
  const buffer = reserve(exports, lines + 2 * bytes.length + 4);
  load(buffer, bytes);
  const records = exports.split(text, bytes.length, delimiter, starts, lines, line);
  if (records === 0) return undefined;
  const width = exports.width.value;
  const fields = records * width;
  return {
    cells: new Cells(bytes, new Int32Array(buffer, starts, fields + 1).slice(), width),
    lines: new Uint32Array(buffer, lines, records).slice(),
    blankLines: exports.blankLines.value,
    nextLine: exports.nextLine.value,
  };
}

/**
 * The decimal numbers of one field in `rows` records from `row` on, as far as they go: up to the first cell that holds anything
 * else, or a number that is not rounded here (too many digits, too large an exponent), or, where `canonical` is set, one that
 * JavaScript may print differently. Correctly rounded. The array is valid until the next call.
 */
export function readNumbers(
  cells: Cells,
  field: number,
  row: number,
  rows: number,
  canonical: boolean,
): Float64Array<ArrayBuffer> {
  const exports = wasm()!;
  const { bytes, width } = cells;
  const starts = startsOf(bytes);
  const values = valuesOf(starts, cells.starts.length);
  const buffer = reserve(exports, values + 8 * rows);
  if (current !== bytes) {
    load(buffer, bytes);
    new Int32Array(buffer, starts, cells.starts.length).set(cells.starts);
  }
  const isLast = field === width - 1 ? 1 : 0;
  const k = cells.index(row, field);
  const read = exports.readNumbers(text, starts, k, width, rows, isLast, values, canonical ? 1 : 0);
  return new Float64Array(buffer, values, read);
}

function load(buffer: ArrayBuffer, bytes: Buffer): void {
  const memory = new Uint8Array(buffer, text, bytes.length + padding);
  memory.set(bytes);
  memory.fill(0, bytes.length);
  current = bytes;
}
