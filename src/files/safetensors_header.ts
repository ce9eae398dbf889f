import { MlpError } from '../errors.js';
import * as z from '../zod.js';
import { excerpt, printable } from './excerpt.js';
import { scanHeader } from './header_scan.js';
import { elementCount, isTensorName } from './tensor.js';

/** Bytes of an element. */
export const itemSizes = { F64: 8, F32: 4 } as const;
export type Dtype = keyof typeof itemSizes;

/** Longest header that the format allows, in bytes. */
export const maxHeaderLength = 100_000_000;

/** Entry of a tensor in the header; `begin` and `end` are bytes from the start of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** Entries in the order of the data. */
  readonly entries: readonly TensorEntry[];
  /** Metadata without a prototype, so that every key is an ordinary one. */
  readonly metadata: Record<string, string>;
  /** Offset in the file at which the data begin. */
  readonly dataStart: number;
}

const size = z.int().nonnegative();
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});

/**
 * Reads and checks the header, and that the tensors fill the rest of the file without overlap or hole.
 *
 * @throws MlpError `data`.
 */
export function readHeader(bytes: Uint8Array, source: string, dtypes: readonly Dtype[]): Header {
  const refuse = (problem: string, cause?: unknown) =>
    new MlpError('data', `${source}: ${problem}`, { cause });
  const text = headerText(bytes, refuse);
  const dataStart = 8 + text.bytes;
  const { __metadata__: described = {}, ...tensors } = parseObject(text.json, refuse);
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value, dtypes, refuse));
  checkLayout(entries, bytes.length - dataStart, refuse);
  return { entries, metadata: readMetadata(described, refuse), dataStart };
}

type Refuse = (problem: string, cause?: unknown) => MlpError;

function headerText(bytes: Uint8Array, refuse: Refuse): { json: string; bytes: number } {
  const hint = 'is the file cut off, or not a safetensors file?';
  if (bytes.length < 8) {
    throw refuse(`${bytes.length} bytes long; expected 8 that give the length of a header; ${hint}`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(maxHeaderLength, bytes.length - 8))) {
    throw refuse(
      `says that its header is ${length} bytes long; expected no more than the ${bytes.length - 8} that follow ` +
        `and the ${maxHeaderLength} that the format allows; ${hint}`,
    );
  }
  const header = bytes.subarray(8, 8 + Number(length));
  if (header[0] !== 0x7b) {
    const found = header.length === 0 ? 'is empty' : `begins with the byte 0x${header[0].toString(16)}`;
    throw refuse(`the header ${found}; expected "{"; ${hint}`);
  }
  try {
    return { json: new TextDecoder('utf-8', { fatal: true }).decode(header), bytes: header.length };
  } catch (error) {
    throw refuse('the header is not valid UTF-8; the file is damaged, or not a safetensors file', error);
  }
}

function parseObject(json: string, refuse: Refuse): Record<string, unknown> {
  let problem: string | undefined;
  try {
    problem = scanHeader(json);
    if (problem === undefined) return JSON.parse(json); // begins with "{", so it is an object
  } catch (error) {
    throw refuse('the header is not valid JSON; the file is damaged, or not a safetensors file', error);
  }
  throw refuse(`the header ${problem}`);
}

function readMetadata(described: unknown, refuse: Refuse): Record<string, string> {
  if (typeof described !== 'object' || described === null || Array.isArray(described)) {
    throw refuse(`__metadata__ is ${excerpt(described)}; expected an object of strings`);
  }
  const metadata: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(described)) {
    if (typeof value !== 'string') {
      throw refuse(`__metadata__ has ${excerpt(value)} at ${excerpt(key)}; expected a string`);
    }
    metadata[key] = value;
  }
  return metadata;
}

function readEntry(name: string, value: unknown, dtypes: readonly Dtype[], refuse: Refuse): TensorEntry {
  const tensor = `tensor ${excerpt(name)}`;
  if (!isTensorName(name)) throw refuse(`${tensor} has a name that is not allowed`);
  const { data: entry, error } = entrySchema.safeParse(value);
  if (entry === undefined) {
    const { path, message } = error.issues[0];
    throw refuse(
      `${tensor}: ${['its entry', ...path].join('.')} is not right: ${printable(message)}; found ${excerpt(value)}`,
    );
  }
  const dtype = dtypes.find((known) => known === entry.dtype);
  if (dtype === undefined) {
    throw refuse(`${tensor} has the dtype ${excerpt(entry.dtype)}; expected ${dtypes.join(' or ')}`);
  }
  const [begin, end] = entry.data_offsets;
  const expected = elementCount(entry.shape) * itemSizes[dtype];
  const takes = Number.isNaN(expected) ? 'too many' : expected;
  if (expected !== end - begin) {
    throw refuse(
      `${tensor} has the shape ${excerpt(entry.shape)} of ${dtype}, which takes ${takes} bytes, ` +
        `but its data_offsets ${begin} to ${end} hold ${end - begin}`,
    );
  }
  return { name, dtype, shape: entry.shape, begin, end };
}

/**
 * Checks that the data have no overlap and no hole. Sorts the entries by offset, as their order in the header is free.
 */
function checkLayout(entries: TensorEntry[], dataLength: number, refuse: Refuse): void {
  entries.sort((one, other) => one.begin - other.begin || one.end - other.end);
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position) {
      const problem = begin < position ? 'overlaps the one before it' : 'leaves a hole before it';
      throw refuse(
        `tensor ${excerpt(name)} ${problem}: begins at byte ${begin} of the data, expected ${position}`,
      );
    }
    position = end;
  }
  if (position !== dataLength) {
    const problem = position > dataLength ? 'the file is cut off' : 'there are bytes after the last tensor';
    throw refuse(`${problem}: the tensors take ${position} bytes, but ${dataLength} follow the header`);
  }
}
