import { encodeWhereDefined } from '../../data/preprocessing/encode_where_defined.js';
import { featureNames, isAnswer } from '../../data/preprocessing/index.js';
import { numberTable } from '../../data/table/table.js';
import { layerBlocks } from '../../nn/graph/blocks.js';
import { rangeOf } from '../../range.js';
import { classProbabilities, predictedNumbers } from '../../training/measuring/outputs.js';
import { evaluationPass } from '../../training/passes.js';
import { type Evidence, plainColumns } from './evidence.js';

/** Values of a unit, input or output on a grid. */
export interface Field {
  readonly name: string;
  /** Values, [points]; NaN where a basis function is not defined. */
  readonly values: Float64Array;
}

/**
 * Values of a network over the line or plane of its number columns, at a grid of `resolution` or resolution ·
 * resolution points.
 */
export interface Surface {
  readonly columns: readonly string[];
  /** Least and greatest value of each column. */
  readonly limits: readonly (readonly [number, number])[];
  readonly resolution: number;
  /** Inputs as the network gets them. */
  readonly inputs: readonly Field[];
  /** Units of each block of layers, with index and name of its last layer. */
  readonly hidden: readonly {
    readonly layer: number;
    readonly name: string;
    readonly units: readonly Field[];
  }[];
  /** Outputs: the probability of each class or label, or numbers in the units of the target. */
  readonly outputs: readonly Field[];
}

/** Points along each side, by the number of columns; a coarser plane shows the edge of a sure network as stairs. */
const resolutions = [300, 128];

/**
 * Computes the surface of a run with one or two number columns for input, over the range of its data and a bit more.
 */
export function surfaceOf(evidence: Evidence): Surface {
  const { model, network, parts } = evidence;
  const { preprocessing } = model;
  const columns = plainColumns(preprocessing).map(({ name }) => name);
  const resolution = resolutions[columns.length - 1];
  const limits = columns.map((_, j) =>
    widened(rangeOf(parts.flatMap(({ raw }) => [...columnOf(raw!, j, columns.length)]))),
  );
  const points = columns.length === 2 ? resolution * resolution : resolution;
  const axes = columns.map((_, j) =>
    Float64Array.from({ length: points }, (_, i) => {
      const step = j === 0 ? i % resolution : Math.floor(i / resolution);
      return limits[j][0] + ((step + 0.5) / resolution) * (limits[j][1] - limits[j][0]);
    }),
  );
  const table = numberTable('grid', Object.fromEntries(columns.map((name, j) => [name, axes[j]])));
  const x = encodeWhereDefined(table, evidence.model.preprocessing);

  const { layers } = network.graph;
  const blocks = layerBlocks(network.graph);
  const y = new Float64Array(points * network.outputs);
  const hidden = blocks.map((layer) => new Float64Array(points * layers[layer].output.columns));
  const atOnce = network.x.length / network.inputs;
  for (let from = 0; from < points; from += atOnce) {
    const rows = Math.min(atOnce, points - from);
    network.x.set(x.subarray(from * network.inputs, (from + rows) * network.inputs));
    y.set(network.forward(rows, evaluationPass).subarray(0, rows * network.outputs), from * network.outputs);
    blocks.forEach((layer, i) => {
      const { columns: units } = layers[layer].output;
      hidden[i].set(network.outputOf(layers[layer]).subarray(0, rows * units), from * units);
    });
  }
  return {
    columns,
    limits,
    resolution,
    inputs: fields(x, featureNames(preprocessing)),
    hidden: blocks.map((layer, i) => ({
      layer,
      name: layers[layer].name,
      units: fields(
        hidden[i],
        Array.from(
          { length: layers[layer].output.columns },
          (_, j) => `${layers[layer].name}, unit ${j + 1}`,
        ),
      ),
    })),
    outputs: outputFields(evidence, y, points),
  };
}

function outputFields({ model, network }: Evidence, y: Float64Array, points: number): Field[] {
  const { target } = model.preprocessing;
  switch (target.kind) {
    case 'classes':
      return fields(classProbabilities(y, points, target.classes.length), target.classes);
    case 'numbers':
      return fields(predictedNumbers(network, y, target), target.names);
    default:
      return fields(y, isAnswer(target) ? target.names : []);
  }
}

const fields = (values: Float64Array, names: readonly string[]): Field[] =>
  names.map((name, j) => ({ name, values: columnOf(values, j, names.length) }));

/** Column j of values that lie row by row. */
export function columnOf(values: Float64Array, j: number, columns: number): Float64Array {
  const column = new Float64Array(values.length / columns);
  for (let i = 0; i < column.length; i++) column[i] = values[i * columns + j];
  return column;
}

function widened([low, high]: [number, number]): [number, number] {
  const margin = high > low ? 0.06 * (high - low) : 1;
  return [low - margin, high + margin];
}
