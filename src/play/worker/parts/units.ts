import { evaluationPass } from '../../../training/passes.js';
import type { Session } from '../session.js';

/** Most units of a layer that have a map of their own. */
export const mostUnits = 12;

/** Values of units over the coarse grid of the view. */
export interface UnitMaps {
  readonly resolution: number;
  /** Columns of x, then the units of each layer: [layers][units][points], of many units the first. */
  readonly layers: readonly (readonly Float32Array[])[];
}

export function units(session: Session): UnitMaps | null {
  const { view } = session;
  if (!view) return null;
  const { x, points, resolution } = view.coarse;
  const network = session.forPictures();
  const { layers } = network.graph;
  const shown = (columns: number) =>
    Array.from({ length: Math.min(columns, mostUnits) }, () => new Float32Array(points));
  const maps = [network.inputs, ...layers.map(({ output }) => output.columns)].map(shown);
  const atOnce = network.x.length / network.inputs;
  for (let from = 0; from < points; from += atOnce) {
    const rows = Math.min(atOnce, points - from);
    const part = x.subarray(from * network.inputs, (from + rows) * network.inputs);
    network.x.set(part);
    network.forward(rows, evaluationPass);
    fill(maps[0], part, rows, from, network.inputs);
    for (const [i, layer] of layers.entries())
      fill(maps[i + 1], network.outputOf(layer), rows, from, layer.output.columns);
  }
  return { resolution, layers: maps };
}

/** Fills maps with columns of values that lie row by row. */
function fill(
  maps: readonly Float32Array[],
  values: Float64Array,
  rows: number,
  from: number,
  columns: number,
) {
  for (const [j, one] of maps.entries())
    for (let i = 0; i < rows; i++) one[from + i] = values[i * columns + j];
}
