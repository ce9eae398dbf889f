import type { Format } from '../csv/format.js';
import { readCsv } from '../csv/read.js';
import type { TextFormatName } from '../input_format.js';
import { readJsonLines } from '../jsonl/read.js';
import type { FileRows } from '../table/chunk.js';
import type { FileNotes } from '../table/file_notes.js';

/** Options of reading the text of a file beside its format. */
export interface ReadOptions {
  /** Takes what there is to say about the file once it has been read. */
  readonly notes?: FileNotes;
  /** Names the columns of a CSV file without a header, given how many there are; default: c1, c2, … */
  readonly nameless?: (fields: number) => readonly string[];
  /** The columns, where they are known: from another file, or of JSON lines that each stand by themselves. */
  readonly columns?: readonly string[];
  /** The columns that are wanted, where rows are to be had at once. */
  readonly wanted?: readonly string[];
  /** Columns whose texts are asked for beside those that are wanted. */
  readonly kept?: readonly string[];
  /** Whether a row that cannot be read is given out by itself, with its `error`; default: that is thrown. */
  readonly givesBadRows?: boolean;
}

/** Reader of a text's rows, in chunks as the bytes arrive; `name` is what messages call it. */
export type Reader = (
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  format: Format,
  options: ReadOptions,
) => AsyncIterable<FileRows>;

/** The readers of all formats of text. */
export const readers = { csv: readCsv, jsonl: readJsonLines } satisfies Record<TextFormatName, Reader>;
