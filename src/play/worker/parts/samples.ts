import type { GenerationTarget } from '../../../data/preprocessing/index.js';
import { type GeneratedValue, printer } from '../../../data/targets/generation/index.js';
import { type Sampler, samplerOf } from '../../../model/sampler.js';
import type { Network } from '../../../nn/network.js';
import { evaluationPass } from '../../../training/passes.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most rows that are sampled; of a large network fewer, by `mostArithmetic`. */
const mostRows = 500;
/** Multiply-adds that a picture may take. */
const mostArithmetic = 5e6;
/** Rows and columns that are given with all their values. */
const wholeRows = 5;
const mostColumns = 8;

/** Rows that a generator gives at the weights that are shown, of codes that stay the same. */
export interface Samples {
  readonly rows: number;
  /** Place of each on each axis of the view, [rows, axes]: NaN where the value is missing. None where there are no axes. */
  readonly places: Float64Array;
  /** Names of columns and the values of a few rows, as `mlp sample` prints them; of many columns the first. */
  readonly columns: readonly string[];
  readonly values: readonly (readonly GeneratedValue[])[];
  /** Outputs of the discriminator of a GAN over the view: near 1 for a real row, near 0 for a sampled one. */
  readonly judged: { readonly resolution: number; readonly values: Float32Array } | null;
}

/** Samples rows; null where the network generates none. */
export function samples(session: Session): Samples | null {
  const { target } = session.prepared.dataset.preprocessing;
  if (target.kind !== 'generation') return null;
  const network = session.forPictures();
  const count = Math.min(mostRows, Math.max(50, Math.floor(mostArithmetic / countOf(network))));
  const rows = samplerFor(network, target).begin(0)(count);
  const { columns } = target;
  const axes = (session.view?.axes ?? []).map((axis) => columns.findIndex(({ name }) => name === axis));
  const shown = columns.slice(0, mostColumns);
  const printers = shown.map(printer);
  return {
    rows: count,
    places: Float64Array.from(
      rows.flatMap((row) => axes.map((axis) => (row[axis] === null ? Number.NaN : Number(row[axis])))),
    ),
    columns: shown.map(({ name }) => name),
    values: rows.slice(0, wholeRows).map((row) => printers.map((print, j) => print(row[j]))),
    judged: judgedPlane(network, session),
  };
}

function judgedPlane({ discriminator }: Network, { view }: Session): Samples['judged'] {
  if (!discriminator || !view) return null;
  const { x, points, resolution } = view.fine;
  const { inputs } = discriminator;
  const values = new Float32Array(points);
  const atOnce = discriminator.x.length / inputs;
  for (let from = 0; from < points; from += atOnce) {
    const rows = Math.min(atOnce, points - from);
    discriminator.x.set(x.subarray(from * inputs, (from + rows) * inputs));
    values.set(discriminator.forward(rows, evaluationPass).subarray(0, rows), from);
  }
  return { resolution, values };
}

const samplers = new WeakMap<Network, Sampler>();

/** The sampler of a network, which records programs. */
function samplerFor(network: Network, target: GenerationTarget): Sampler {
  const sampler = samplers.get(network) ?? samplerOf(network, target);
  samplers.set(network, sampler);
  return sampler;
}
