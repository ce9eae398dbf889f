import { platform } from '#platform';
import type { Allocate } from '../allocate.js';
import type { DataConfig } from '../schema.js';
import type { CellSettings } from '../table/cells.js';
import { FileNotes } from '../table/file_notes.js';
import { readTable } from '../table/read.js';
import { headerPlace, type Table, type WantedType } from '../table/table.js';
import type { Places } from './bytes.js';
import type { TextFormat } from './files.js';
import { sourceFor } from './index.js';

/** Options of loading data beside the config. */
export interface LoadOptions extends Places {
  readonly seed: number;
  /** Gives memory for the numbers of the training split; default: the heap. */
  readonly allocate?: Allocate;
  /** Whether a model has settled what becomes of cells. */
  readonly forModel?: boolean;
  /** Number of folds that the training rows are divided into; none where it is left out. */
  readonly folds?: number;
  /** Whether the dataset keeps its columns as they were read. */
  readonly keepColumns?: boolean;
}

/** A table, and facts about what it came from. */
export interface Loaded {
  readonly table: Table;
  /**
   * The hash of the bytes as they are stored, of several files in order, in hexadecimal; of a generator, that of its
   * configuration and the seed.
   */
  readonly sha256: string;
  readonly notes: FileNotes;
}

/**
 * Reads all that a source has. `wanted` chooses by its header, its name and the place of the header which columns to
 * keep, and as what; `limit` is
 * the number of distinct texts that a column of categories may have.
 */
export async function loadTable(
  from: DataConfig['train'],
  format: TextFormat & CellSettings,
  wanted: (header: readonly string[], source: string, place: string) => ReadonlyMap<string, WantedType>,
  options: LoadOptions,
  limit?: number,
): Promise<Loaded> {
  const hash = platform.sha256();
  const notes = new FileNotes();
  const { name, chunks } = sourceFor(from).open(from as never, { ...options, format, hash, notes });
  const table = await readTable(
    chunks,
    (header, countsRows) => wanted(header, name, headerPlace(name, countsRows)),
    {
      name,
      cells: format,
      delimiter: format.delimiter,
      limit,
      forModel: options.forModel,
    },
  );
  return { table, sha256: hash.digest('hex'), notes };
}
