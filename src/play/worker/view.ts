import { restoreDataset } from '../../data/load.js';
import { encodeWhereDefined } from '../../data/preprocessing/encode_where_defined.js';
import {
  columnTypes,
  isScaled,
  type NumberFeature,
  type Preprocessing,
} from '../../data/preprocessing/index.js';
import { measuredParts as partNames } from '../../data/splits/index.js';
import { tableOf } from '../../data/table/read.js';
import { allRows } from '../../data/table/rows.js';
import type { Table } from '../../data/table/table.js';
import { encodeGenerated } from '../../data/targets/generation/index.js';
import { MlpError } from '../../errors.js';
import type { Prepared } from '../../training/prepare.js';
import type { InputFacts } from './facts.js';

/** Plane, or line, through the space of the inputs: its axes, and where it lies on the others. */
export interface ViewSettings {
  /** One or two columns of numbers. */
  readonly axes: readonly string[];
  /** Values of the other columns by name. */
  readonly at: Readonly<Record<string, string | number>>;
}

/** Rows of a split as points of a view. */
export interface Points {
  readonly split: 'train' | 'validation' | 'test';
  /** Rows of the split; of many only the first are points. */
  readonly rows: number;
  /** Place on each axis, [points, axes]. */
  readonly places: Float64Array;
  /**
   * Targets of each: the indices of classes, or each label, or each number in its own unit, or each input as the
   * network has it, which is to be given back: [outputs][points]. None of rows that are generated.
   */
  readonly targets: readonly Float64Array[];
}

/** A view as the page draws it. */
export interface ViewFacts {
  readonly axes: readonly string[];
  readonly limits: readonly (readonly [number, number])[];
  readonly points: readonly Points[];
}

/** A view, encoded. */
export interface View extends ViewFacts {
  /** x of a fine grid for outputs, or of a GAN for its discriminator: resolution^axes rows. */
  readonly fine: Grid;
  /** x of a coarse grid for units: of a GAN over the first numbers of a code, the others 0. */
  readonly coarse: Grid;
}

/** Points of a grid, row by row from the least values on. */
export interface Grid {
  readonly resolution: number;
  readonly points: number;
  readonly x: Float64Array;
}

/** Most points that are drawn of a split, and most targets of these: inputs that are given back may be many. */
const mostPoints = 1000;
const mostTargets = 200_000;

/** Multiply-adds that a picture may take: 20 in a second leave a core most of its time for training. */
const mostArithmetic = 5e6;

/** Points along each side of a plane for outputs and for units; along a line there are as many as lie on a square. */
const fine = 80;
export const coarse = 24;

/** Numbers of codes on a map, at most: two standard deviations and a half. */
const mostOfCode = 2.5;

/** Computes a view of a session's data; `parameters` of the network decide how fine it can be. */
export async function createView(
  prepared: Prepared,
  files: ReadonlyMap<string, Uint8Array>,
  facts: readonly InputFacts[],
  settings: ViewSettings,
  parameters: number,
): Promise<View> {
  const { axes } = settings;
  const { limits, grid } = planeOf(prepared, facts, settings);
  const points = await readPoints(prepared, files, axes);
  const most = Math.max(12, Math.floor(Math.sqrt(mostArithmetic / parameters)));
  const few = Math.min(coarse, most);
  return {
    ...{ axes, limits, points, fine: grid(Math.min(fine, most)) },
    coarse: takesCodes(prepared) ? codeGrid(prepared.inputs.columns, few) : grid(few),
  };
}

/** Whether the network is the generator of a GAN. */
const takesCodes = ({ dataset: { preprocessing } }: Prepared): boolean =>
  preprocessing.target.kind === 'generation' && preprocessing.target.gives === 'values';

/** Codes whose first two numbers, or one, run over the greater part of the standard normal. */
function codeGrid(width: number, resolution: number): Grid {
  const points = resolution * resolution;
  const x = new Float64Array(points * width);
  const place = (i: number) => mostOfCode * ((2 * (i + 0.5)) / resolution - 1);
  for (let i = 0; i < points; i++) {
    x[i * width] = place(i % resolution);
    if (width > 1) x[i * width + 1] = place(Math.floor(i / resolution));
  }
  return { resolution, points, x };
}

/** Limits of a view, and grids over it. */
export function planeOf(
  { dataset: { preprocessing } }: Prepared,
  facts: readonly InputFacts[],
  { axes, at }: ViewSettings,
): Pick<View, 'limits'> & { readonly grid: (resolution: number) => Grid } {
  const columns = axes.map((name) => {
    const found = facts.find((input) => input.name === name);
    if (found?.kind === 'number') return found;
    throw new MlpError('usage', `${name}: no column of numbers among the inputs`);
  });
  const limits = columns.map(({ least, greatest }) => widened(least, greatest));
  const grid = (resolution: number): Grid => {
    const side = axes.length === 1 ? 2 * resolution : resolution;
    const count = axes.length === 1 ? side : side * side;
    const values = axes.map((_, j) =>
      Float64Array.from({ length: count }, (_, i) => {
        const place = j === 0 ? i % side : Math.floor(i / side);
        return limits[j][0] + ((place + 0.5) / side) * (limits[j][1] - limits[j][0]);
      }),
    );
    const along = new Map(axes.map((name, j) => [name, values[j]]));
    const table = gridTable(preprocessing, facts, along, at, count);
    const { target } = preprocessing;
    const x =
      target.kind === 'generation' && target.gives === 'values'
        ? encodeGenerated(table, target, allRows(table))
        : encodeWhereDefined(table, preprocessing);
    return { resolution: side, points: count, x };
  };
  return { limits, grid };
}

function widened(low: number, high: number): [number, number] {
  const margin = high > low ? 0.06 * (high - low) : 1;
  return [low - margin, high + margin];
}

/** A table of `rows` rows in which the axes run, and the other columns are the same everywhere. */
function gridTable(
  preprocessing: Preprocessing,
  facts: readonly InputFacts[],
  axes: ReadonlyMap<string, Float64Array>,
  at: ViewSettings['at'],
  rows: number,
): Table {
  const header = facts.map(({ name }) => name);
  const fixedValue = (input: InputFacts) =>
    at[input.name] ??
    (input.kind === 'number' ? input.median : input.kind === 'date' ? input.example : input.commonest);
  const chunk: Parameters<typeof tableOf>[0] = {
    header,
    rows,
    addTo(builders) {
      for (const builder of builders) {
        const input = facts[builder.field];
        const value = fixedValue(input);
        if (input.kind === 'number')
          builder.addValues(axes.get(input.name) ?? new Float64Array(rows).fill(Number(value)));
        else for (let row = 0; row < rows; row++) builder.add(String(value), 0);
      }
    },
    text: (_row, field) => String(fixedValue(facts[field])),
  };
  const options = { name: 'the map', cells: preprocessing.cells, forModel: true };
  return tableOf(chunk, columnTypes(preprocessing, false), options);
}

/** Reads the splits once more, with the axes alone, in their own units. */
async function readPoints(
  { config, dataset }: Prepared,
  files: ReadonlyMap<string, Uint8Array>,
  axes: readonly string[],
): Promise<Points[]> {
  const { preprocessing, task } = dataset;
  const features = axes.map((name): NumberFeature => {
    const feature = preprocessing.features.find((each) => 'name' in each && each.name === name);
    const missing = feature && 'missing' in feature ? feature.missing : { action: 'error' };
    return {
      kind: 'number',
      name,
      missing,
      center: 0,
      scale: 1,
      encoding: { type: 'none' },
    } as NumberFeature;
  });
  const options = { seed: config.seed, directory: '', files };
  const { target } = preprocessing;
  // of what is generated the axes alone are read, too
  const read =
    target.kind === 'generation'
      ? { ...target, columns: target.columns.filter(({ name }) => axes.includes(name)) }
      : target;
  const plain = await restoreDataset(
    config.data,
    { ...preprocessing, features, target: read },
    task,
    options,
  );
  const scaling = target.kind === 'numbers' && isScaled(target) ? target : undefined;
  const shown =
    target.kind === 'generation'
      ? 0
      : target.kind === 'numbers' || target.kind === 'labels'
        ? target.names.length
        : target.kind === 'reconstruction'
          ? dataset.train.x.length / dataset.train.rows
          : 1;
  return partNames.flatMap((split) => {
    const part = plain[split];
    if (!part) return [];
    const count = Math.min(part.rows, mostPoints, Math.ceil(mostTargets / Math.max(1, shown)));
    // inputs are given back as the network has them, encoded
    const t = target.kind === 'reconstruction' ? dataset[split]!.x : part.t;
    const width = t.length / part.rows;
    return {
      split,
      rows: part.rows,
      places: part.x.slice(0, count * axes.length),
      targets: Array.from({ length: shown }, (_, k) => {
        const [scale, center] = scaling ? [scaling.scale[k], scaling.center[k]] : [1, 0];
        return Float64Array.from({ length: count }, (_, i) => t[i * width + k] * scale + center);
      }),
    };
  });
}
