import type { Hash } from 'node:crypto';
import type { Format } from '../csv/format.js';
import { type CsvOptions, readCsv } from '../csv/read.js';
import type { Records } from '../csv/records.js';
import { type ByteSource, readBytes, sourceOf } from './bytes.js';
import type { Source } from './source.js';

/** A CSV file, which may be gzipped, or stdin. */
export const csv = {
  reads: (from) => typeof from === 'string',
  open(path, { directory, stdin, format, hash, counts }) {
    const source = sourceOf(path, directory, stdin);
    return { name: source.name, chunks: csvChunks(source, format, { hash, counts }) };
  },
} satisfies Source<string>;

/** Reads the rows of a CSV file; `hash` takes in its bytes as they are stored. */
export const csvChunks = (
  source: ByteSource,
  format: Format,
  { hash, ...options }: CsvOptions & { readonly hash?: Hash } = {},
): AsyncIterable<Records> => readCsv(readBytes(source, hash), source.name, format, options);
