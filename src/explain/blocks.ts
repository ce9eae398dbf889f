import { encodeFeatures } from '../data/preprocessing/encode.js';
import { basisVariables } from '../data/preprocessing/features/basis.js';
import { RowFindings } from '../data/preprocessing/findings.js';
import { columnTypes, type Feature, type Preprocessing, width } from '../data/preprocessing/index.js';
import { type RawColumns, tableOfColumns } from '../data/table/raw_columns.js';
import { allRows } from '../data/table/rows.js';

/** Columns of x that a feature takes, and the columns of data that it is computed from: of a basis function several. */
export interface Block {
  readonly feature: Feature;
  readonly first: number;
  readonly width: number;
  readonly sources: readonly string[];
}

/** Columns of data that predictions are made from, in the order of the features. */
export const sourceColumns = (preprocessing: Preprocessing): string[] => [
  ...columnTypes(preprocessing, false).keys(),
];

/** The blocks of x; features that take no column of it have none. */
export function blocksOf(preprocessing: Preprocessing): Block[] {
  const names = sourceColumns(preprocessing);
  let first = 0;
  return preprocessing.features.flatMap((feature) => {
    const block = {
      feature,
      first,
      width: width(feature),
      sources: feature.kind === 'basis' ? basisVariables([feature.expression], names) : [feature.name],
    };
    first += block.width;
    return block.width > 0 ? [block] : [];
  });
}

/**
 * Encodes one block, [rows, width], of raw values.
 *
 * @throws MlpError `data` where a basis function has no value.
 */
export function encodeBlock(
  { feature, sources }: Block,
  { features }: Preprocessing,
  columns: RawColumns,
): Float64Array {
  // a basis function is computed from its columns as variables, which take no column of x
  const variables = features.flatMap((other): Feature[] =>
    feature.kind === 'basis' && 'name' in other && sources.includes(other.name) && isNumber(other)
      ? [{ kind: 'variable', name: other.name, missing: other.missing }]
      : [],
  );
  const needed = new Map(sources.map((name) => [name, columns.get(name)!]));
  const table = tableOfColumns('rows that explain', needed);
  return encodeFeatures(table, { features: [feature, ...variables] }, allRows(table), new RowFindings());
}

const isNumber = (feature: Feature) => feature.kind === 'number' || feature.kind === 'variable';

/** Copies a block of row `from` of an [rows, columns] matrix to that of row `to` of another. */
export function copyBlock(
  { first, width: columns }: Block,
  inputs: number,
  source: Float64Array,
  from: number,
  target: Float64Array,
  to: number,
): void {
  for (let j = 0; j < columns; j++) target[to * inputs + first + j] = source[from * inputs + first + j];
}
