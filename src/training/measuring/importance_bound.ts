import type { Split } from '../../data/dataset.js';
import { numbersOf, type Program } from '../../kernels/index.js';
import { exp, log } from '../../math/index.js';
import type { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { fillBatch } from '../objective/fill_batch.js';
import { samplingPass } from '../passes.js';

/** Codes that are drawn for each row. */
const CODES = 100;

/**
 * Importance-weighted bound of log p of each row by a variational autoencoder: log (1/K Σ p(row | z) p(z) / q(z | row))
 * over K codes z from q. Burda, Grosse and Salakhutdinov 2016. A row's bound does not depend on how many rows go
 * through the network at once.
 */
export function importanceBound(network: Network, split: Split): Float64Array {
  const { operation, logVariance, code, layersBefore } = network.latent!;
  const { columns } = operation;
  const { kernels } = network.layout;
  const atOnce = network.x.length / network.inputs;
  const pass = samplingPass();
  const generators = Array.from({ length: CODES }, (_, k) => random(k, 'check'));
  const programs = new Map<number, { readonly encode: Program; readonly decode: Program }>();
  const programsFor = (rows: number) => {
    const made = programs.get(rows) ?? {
      encode: kernels.record(() => network.forward(rows, pass)),
      decode: kernels.record(() => {
        network.forward(rows, pass, layersBefore);
        network.head.losses(rows);
      }),
    };
    programs.set(rows, made);
    return made;
  };
  const [s, z, noise] = [
    network.valueOf(logVariance),
    network.valueOf(code),
    numbersOf(operation.noise.vector),
  ];
  const bound = new Float64Array(split.rows);
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    fillBatch(network, split, null, from, rows);
    const { encode, decode } = programsFor(rows);
    // what comes before the codes, once; the generator is a copy, as what is drawn here is drawn again
    pass.random = generators[0].clone();
    encode.run();
    const most = new Float64Array(rows).fill(-Infinity);
    const sums = new Float64Array(rows);
    for (const generator of generators) {
      pass.random = generator;
      decode.run();
      for (let i = 0; i < rows; i++) {
        let ratio = 0;
        for (let k = i * columns; k < (i + 1) * columns; k++)
          ratio += noise[k] * noise[k] + s[k] - z[k] * z[k];
        addExp(most, sums, i, 0.5 * ratio - network.rowLosses[i]);
      }
    }
    for (let i = 0; i < rows; i++) bound[from + i] = most[i] + log(sums[i] / CODES);
  }
  return bound;
}

/** Adds e^value to a sum that is held as e^most · sum. */
function addExp(most: Float64Array, sums: Float64Array, i: number, value: number): void {
  if (value <= most[i]) sums[i] += exp(value - most[i]);
  else {
    sums[i] = sums[i] * exp(most[i] - value) + 1;
    most[i] = value;
  }
}
