import { concat } from '../../platform/bytes.js';
import { type CsvGuess, type GivenCsv, guessCsv } from '../csv/guess.js';
import type { InputFormat } from '../input_format.js';
import { type ByteSource, copies, isStream, readBytes } from './bytes.js';
import { toldFormat } from './parquet_file.js';
import { peekFormat } from './text_kind.js';

/** Format of a file, guessed from its beginning. */
export interface Guess extends CsvGuess {
  readonly input_format: InputFormat;
  /** Source of the same bytes from the start, as a stream can be read only once. */
  readonly source: ByteSource;
}

/** Format of files that are no CSV, of which nothing is to be guessed. */
export const plain: CsvGuess = { delimiter: ',', header: true, skip_rows: 0, notes: [] };

const sampleBytes = 1 << 16;

/** Format of a file as far as it is known. */
export interface GivenFormat extends GivenCsv {
  readonly input_format?: InputFormat;
}

/** Guesses how a file is written by its first 64 KiB, as far as it is not given. */
export async function guessFormat(
  source: ByteSource,
  { input_format, ...given }: GivenFormat = {},
): Promise<Guess> {
  const told = await toldFormat(source, input_format);
  if (told === 'parquet') return { input_format: told, ...plain, source };
  const raw = copies(readBytes(source));
  const { format, bytes } = told
    ? { format: told, bytes: raw }
    : await peekFormat(raw, source.name, isStream(source));
  const rest = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let isAll = false;
  for (let length = 0; length < sampleBytes && !isAll; length += seen.at(-1)?.length ?? 0) {
    const { value, done } = await rest.next();
    isAll = done === true;
    if (!done) seen.push(value);
  }
  const input = (async function* () {
    yield* seen;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  })();
  const guess = format === 'csv' ? guessCsv(concat(seen), isAll, given) : plain;
  return { input_format: format, ...guess, source: { name: source.name, input } };
}
