import type { MlpError } from '../errors.js';
import type { Preprocessing } from './preprocessing/index.js';
import { type Chunk, RowEncoder, type RowOptions } from './row_encoder.js';
import type { ByteSource } from './sources/bytes.js';
import { readFiles } from './sources/files.js';
import { type Files, filesFrom } from './sources/paths.js';
import { noRows } from './table/read.js';

/**
 * Encodes data of any length by a model's preprocessing, chunk by chunk as its bytes arrive, in constant memory.
 * Columns are matched by name, others are passed over; without a header they are matched by position, and where targets
 * are ignored their columns may be absent. At the end it warns of values that training did not have.
 */
export async function* encodeStream(
  source: ByteSource | Files,
  preprocessing: Preprocessing,
  options: RowOptions,
): AsyncGenerator<Chunk> {
  const encoder = new RowEncoder(source.name, preprocessing, options);
  const { onBadRow = fail } = options;
  let total = 0;
  let countsRows: boolean | undefined;
  try {
    const { missing_values } = preprocessing.cells;
    const format = { ...preprocessing, ...(missing_values && { missing_values }) };
    for await (const chunk of readFiles(filesFrom(source), format, encoder.reading)) {
      encoder.begin(chunk);
      total += chunk.rows;
      countsRows ??= chunk.countsRows;
      if (chunk.error) onBadRow(chunk.error);
      if (chunk.error) yield encoder.withoutValues(chunk);
      else if (chunk.rows > 0) yield* encoder.encode(chunk, onBadRow);
    }
    encoder.reportNotes();
  } finally {
    encoder.warnAtEnd();
  }
  if (total === 0) throw noRows(source.name, countsRows);
}

function fail(error: MlpError): never {
  throw error;
}
