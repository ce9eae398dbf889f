import type { AffineMap, AffineRun } from '../../nn/graph/affine_runs.js';
import { type Cell, type TableOptions, table } from './table.js';
import { wrap } from './wrap.js';

/** Joins names: `layers.0, layers.1 and head`. */
const listed = (names: AffineRun): string =>
  names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Note on a run of layers that does no more than one of them would. */
export const affineNote = (run: AffineRun): string =>
  `${listed(run)} have no activation between them: together they are one affine map and can do no more than one ` +
  'dense layer; give the hidden ones an activation such as "relu"';

/** Most numbers side by side that are easy to read. */
const readable = 8;

/**
 * Table of an affine map: W and b, a row for each output, or transposed where it has many inputs. Columns are named
 * after the features where the map reads the network's inputs, else x1, x2 ….
 */
export function affineTable(
  { layers, weight, bias }: AffineMap,
  featureNames: readonly string[],
  options: TableOptions,
): string {
  const isFirst = layers[0] === 'layers.0' || layers[0] === 'head';
  const names = weight[0].map((_, j) => (isFirst ? featureNames[j] : `x${j + 1}`));
  const outputs = bias.map((_, i) => (bias.length === 1 ? 'a' : `a${i + 1}`));
  const verb = layers.length === 1 ? 'is an' : 'are one';
  const title = options.style.bold(`${listed(layers)} ${verb} affine map, a = W x + b`);
  if (Math.min(names.length, outputs.length) > readable)
    return `${wrap(`${title}; W is ${outputs.length} × ${names.length}: --json prints it`, options.width)}\n`;
  const isWide = names.length > readable;
  const header = isWide ? ['W', ...outputs] : ['W', ...names, 'b'];
  const rows: Cell[][] = isWide
    ? [...names.map((name, j) => [name, ...weight.map((row) => row[j])]), ['b', ...bias]]
    : weight.map((row, i) => [outputs[i], ...row, bias[i]]);
  return `${wrap(title, options.width)}\n${table(header, rows, options)}`;
}
