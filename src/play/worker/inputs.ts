import { columnTypes, type Preprocessing } from '../../data/preprocessing/index.js';
import { loadTable } from '../../data/sources/load.js';
import { textOf } from '../../data/table/rows.js';
import type { Column, Table } from '../../data/table/table.js';
import type { Prepared } from '../../training/prepare.js';
import type { InputFacts } from './facts.js';

/** Reads the columns that are inputs once more, for what a person may set them to: in the order of the features. */
export async function readInputs(
  { config, dataset: { preprocessing } }: Prepared,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly InputFacts[]> {
  const types = columnTypes(preprocessing, false);
  const { seed, data } = config;
  const options = { seed, directory: '', files, forModel: true };
  const { table } = await loadTable(data.train, data, () => types, options, Number.POSITIVE_INFINITY);
  return namesOf(preprocessing).map((name) => factsOf(table, table.columns.get(name)!));
}

/** Names of the columns that features are made of, each once. */
const namesOf = ({ features }: Preprocessing): string[] => [
  ...new Set(features.flatMap((feature) => ('name' in feature ? [feature.name] : []))),
];

function factsOf({ rows }: Table, column: Column): InputFacts {
  const { name, type } = column;
  if (type === 'category') {
    const counts = new Uint32Array(column.categories.length + 1);
    for (let row = 0; row < rows; row++) counts[column.codes.at(row) + 1]++;
    const known = counts.subarray(1);
    const commonest = known.indexOf(known.reduce((most, count) => Math.max(most, count), 0));
    const { categories } = column;
    return { kind: 'category', name, categories, commonest: categories[commonest] ?? '' };
  }
  const values = Float64Array.from({ length: rows }, (_, row) => column.values.at(row));
  const sorted = values.filter(Number.isFinite).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  if (type === 'date') {
    const row = values.indexOf(median);
    return { kind: 'date', name, example: row < 0 ? '' : textOf(column, row) };
  }
  const [least, greatest] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return { kind: 'number', name, least, greatest, median, isWhole: sorted.every(Number.isInteger) };
}
