import { columnTypes, type Preprocessing } from '../../data/preprocessing/index.js';
import { loadTable } from '../../data/sources/load.js';
import { isMissing, textOf } from '../../data/table/rows.js';
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
  const present = Array.from({ length: rows }, (_, row) => row).filter((row) => !isMissing(column, row));
  if (type === 'category') {
    const counts = column.categories.map(() => 0);
    for (const row of present) counts[column.codes.at(row)]++;
    const most = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    return {
      kind: 'category',
      name,
      categories: column.categories,
      commonest: column.categories[most] ?? '',
    };
  }
  const order = present
    .filter((row) => Number.isFinite(column.values.at(row)))
    .sort((a, b) => column.values.at(a) - column.values.at(b));
  const middle = order[order.length >> 1];
  if (type === 'date')
    return { kind: 'date', name, example: middle === undefined ? '' : textOf(column, middle) };
  const value = (row: number | undefined) => (row === undefined ? 0 : column.values.at(row));
  return {
    kind: 'number',
    name,
    least: value(order[0]),
    greatest: value(order.at(-1)),
    median: value(middle),
    isWhole: order.every((row) => Number.isInteger(column.values.at(row))),
  };
}
