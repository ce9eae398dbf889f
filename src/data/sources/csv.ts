import { readCsv } from '../csv/read.js';
import { sourceOf } from './bytes.js';
import type { Source } from './source.js';

/** A CSV file, which may be gzipped, or stdin. */
export const csv = {
  reads: (from) => typeof from === 'string',
  open(path, { directory, stdin, format, hash, counts }) {
    const source = sourceOf(path, directory, stdin);
    return { name: source.name, chunks: readCsv(source, format, { hash, counts }) };
  },
} satisfies Source<string>;
