import { encodeDivided } from '../../src/data/encode_divided.js';
import { loadDataset } from '../../src/data/load.js';
import { readRows } from '../../src/data/read_rows.js';
import { dataSchema } from '../../src/data/schema.js';
import { divide } from '../../src/data/splits/index.js';
import { readTable } from '../../src/data/table/read.js';
import type { WantedType } from '../../src/data/table/table.js';
import type { TypedColumn } from '../../src/data/typed/columns.js';
import { TypedRows } from '../../src/data/typed/rows.js';

const configOf = (train: string) =>
  dataSchema.parse({ train, target: 'label', split: { type: 'random', validation: 0.2 } });
const options = { seed: 0, directory: '.', task: 'classification' } as const;

/** All that comes before training on a file with the column `label`: read, fitted, encoded and split. */
export const loadTable = (path: string) => loadDataset(configOf(path), options);

/** Rows that readers of files give at once. */
const chunkRows = 1 << 14;

/**
 * Prepares all of that which is left for columns in memory, given a file of the same: cells to a table, its division,
 * what is fitted, and the matrices.
 */
export async function loadColumns(columns: ReadonlyMap<string, TypedColumn>, path: string) {
  const config = configOf(path);
  const header = [...columns.keys()];
  const kinds = [...columns.values()].map(({ type }) =>
    type === 'numbers' ? ('number' as const) : ('text' as const),
  );
  const byField = new Map([...columns.values()].entries());
  const rows = byField.get(0)!.values.length;
  const all = new TypedRows({ header, kinds, name: path }, byField, 1, 0, rows);
  const chunks = async function* () {
    for (let start = 0; start < rows; start += chunkRows)
      yield all.part(start, Math.min(rows, start + chunkRows));
  };
  const wanted = new Map(
    header.map((name): [string, WantedType] => [name, name === 'label' ? 'category' : 'infer']),
  );
  const read = await readRows(config, options);
  return async () => {
    const table = await readTable(chunks(), () => wanted, { name: path });
    const again = { ...read, table, loaded: { ...read.loaded, table } };
    return encodeDivided(again, config, divide(table, read.rows, config.split, options.seed, read.strata), {
      options,
      report: read.report,
    });
  };
}
