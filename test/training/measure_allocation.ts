// A program of its own, for node --expose-gc: measures what training takes from the heap.
import { buildNetwork, datasetFromArrays, parseConfig, prepareDataset, train } from '../../src/index.js';

/** Settings of a measurement. */
export interface Settings {
  readonly layers: readonly object[];
  readonly optimizer: object;
  readonly training: { readonly batch_size: number } & Readonly<Record<string, unknown>>;
}

/** Bytes a step, the median over spans of steps: in some the engine compiles again, which takes much more. */
export interface Allocation {
  readonly garbage: number;
  /** Bytes that a collection after a span leaves in use. */
  readonly retained: number;
}

/** The engine compiles what is hot. */
const warmUp = 4000;
const spans = 12;
const span = 500;
/**
 * First all spans are run through for the garbage, then as many with a collection after each, which unsettles the
 * engine.
 */
const steps = 2 * spans * span;

async function measure({ training, ...settings }: Settings): Promise<Allocation> {
  const rows = training.batch_size * (warmUp + steps); // one epoch
  const x = Float64Array.from({ length: 3 * rows }, (_, i) => ((i * i) % 101) / 50 - 1);
  const t = Float64Array.from({ length: rows }, (_, i) => i % 3);
  const target = { kind: 'classes', classes: ['a', 'b', 'c'] } as const;
  const dataset = datasetFromArrays({ train: { x, t }, inputs: 3, target });
  const parsed = parseConfig({ data: { train: '-' }, training: { epochs: 1, ...training }, ...settings });
  const { config, inputs, outputs } = prepareDataset({ ...parsed, name: 'allocation' }, dataset);
  const network = buildNetwork(config, inputs, outputs).allocate(training.batch_size);

  const used = new Float64Array(2 * spans + 1);
  let step = 0;
  const onSteps = () => {
    step++;
    const done = (step - warmUp) / span;
    if (done < 0 || !Number.isInteger(done)) return undefined;
    if (done === 0 || done >= spans) globalThis.gc!();
    used[done] = process.memoryUsage().heapUsed;
    return undefined;
  };
  await train(network, config, dataset, { callbacks: { onSteps, stepsAtOnce: 1 } });
  const taken = used.subarray(1).map((bytes, i) => (bytes - used[i]) / span);
  // the span at whose end the first collection is belongs to neither
  return { garbage: median(taken.subarray(0, spans - 1)), retained: median(taken.subarray(spans)) };
}

const median = (values: Float64Array) => values.toSorted()[Math.floor(values.length / 2)];

const results: Allocation[] = [];
for (const settings of JSON.parse(process.argv[2]) as Settings[]) results.push(await measure(settings));
console.log(JSON.stringify(results));
