import { Readable } from 'node:stream';
import { elementCount } from '../../../src/files/tensor.js';
import {
  buildNetwork,
  createPredictor,
  decodeModel,
  decodeSafetensors,
  encodeModel,
  encodeSafetensors,
  encodeStream,
  parseConfig,
  prepare,
  type Tensor,
} from '../../../src/index.js';
import { demand, refusing, refusingLater, type Target } from '../target.js';

/**
 * Lines: config, preprocessing, summary and tensors' shapes, of which a model file with a hash that is right is made;
 * what follows are data. The model is refused, or predicts a row for each row; the data are refused, or answered.
 */
async function check(input: Buffer): Promise<void> {
  const [config = '', preprocessing = '', summary = '', shapes = '', ...csv] = input.toString().split('\n');
  const tensors = tensorsOf(shapes);
  if (!tensors) return;
  const metadata = { format: 'mlp', format_version: '2', config, preprocessing, summary };
  const file = encodeSafetensors(tensors, metadata);
  const predictor = refusing(['data'], () => createPredictor(decodeModel(file, 'fuzzed'), {}, { atOnce: 4 }));
  demand(Object.keys(Object.prototype).length === 0, () => 'Object.prototype is untouched');
  if (!predictor) return;
  await refusingLater(['data'], async () => {
    const source = { name: 'c.csv', input: Readable.from([Buffer.from(csv.join('\n'))]) };
    const { columns, atOnce } = predictor;
    const stream = encodeStream(source, predictor.preprocessing, { target: 'ignore', warn() {} });
    for await (const { x, rows } of stream)
      for (let from = 0; from < rows; from += atOnce)
        for (const answer of predictor.predict(x, from, Math.min(atOnce, rows - from)))
          demand(answer.length === columns.length, () => 'as many answers as columns');
  });
}

/** Small numbers in the shapes that JSON gives by name; undefined where it does not, or where they are too many. */
function tensorsOf(text: string): Map<string, Tensor> | undefined {
  let shapes: unknown;
  try {
    shapes = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof shapes !== 'object' || shapes === null) return undefined;
  const tensors = new Map<string, Tensor>();
  for (const [name, shape] of Object.entries(shapes)) {
    const count = Array.isArray(shape) ? elementCount(shape) : Number.NaN;
    if (!(count <= 1000) || name in Object.prototype || ['prototype', '__metadata__'].includes(name))
      return undefined;
    tensors.set(name, { shape, data: Float64Array.from({ length: count }, (_, i) => (i % 7) / 10) });
  }
  return tensors;
}

const summary = {
  seed: 0,
  outputs: 1,
  epochs: 1,
  best_epoch: 1,
  stop_reason: 'epochs',
  monitor: { metric: 'loss', split: 'train', value: 0.5 },
  rows: { train: 4 },
  sha256: { train: '00' },
};

const models: [object, string][] = [
  [{ data: { target: 'c' } }, 'x,y,c\n1,a,no\n2,b,yes\n3,a,maybe\n-1.5,b,no\n'],
  [
    {
      data: { target: 'y', missing: 'median', basis: ['x^2', 'sin(x)*z'] },
      layers: [{ type: 'dense', units: 2 }],
    },
    'x,z,y\n1,2,3\n2,,5\n4,1,8\n3,3,7\n',
  ],
  [{ data: { target: ['a', 'b'] }, head: { activation: 'sigmoid' } }, 'x,a,b\n1,0,1\n2,1,1\n3,0,0\n4,1,0\n'],
  [
    {
      task: 'reconstruction',
      data: { scale: 'minmax' },
      layers: [
        { type: 'batch_norm' },
        {
          type: 'residual',
          layers: [{ type: 'layer_norm' }, { type: 'dense', units: 2, activation: 'tanh' }],
        },
      ],
    },
    'x,y\n1,2\n3,5\n2,2\n0,1\n',
  ],
];

/** A model, not trained, as its lines. */
async function seedOf(settings: object, csv: string): Promise<Buffer> {
  const { data, ...rest } = settings as { data: object };
  const config = parseConfig({ ...rest, data: { train: '-', split: { type: 'none' }, ...data } });
  const stdin = Readable.from([Buffer.from(csv)]);
  const prepared = await prepare({ name: 'seed', ...config }, { directory: '.', stdin });
  const network = buildNetwork(prepared.config, prepared.inputs, prepared.outputs).allocate(4);
  const file = encodeModel(network, prepared.config, prepared.dataset.preprocessing, {
    ...summary,
    outputs: network.outputs,
  });
  const { tensors, metadata } = decodeSafetensors(file, 'seed', { dtypes: ['F64'], requireHash: true });
  const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
  const lines = [metadata.config, metadata.preprocessing, metadata.summary, JSON.stringify(shapes), csv];
  return Buffer.from(lines.join('\n'));
}

export const model: Target = {
  check,
  seeds: () => Promise.all(models.map(([settings, csv]) => seedOf(settings, csv))),
  words: [
    '"outputs":1000000000',
    '"units":16777216',
    '"outputs":0',
    '"kind":"classes"',
    '"kind":"numbers"',
    '"kind":"labels"',
    '"kind":"distribution"',
    '"kind":"reconstruction"',
    '"kind":"basis","expression":"1/x"',
    '"kind":"category"',
    '"kind":"variable"',
    '"init_from":"/etc/passwd"',
    '"train":"/etc/passwd"',
    '"categories":[]',
    '"classes":["a"]',
    '"columns":[',
    '"scale":0',
    '"center":1e308',
    '"softmax"',
    '"sigmoid"',
    '"binary_cross_entropy"',
    '"task":"',
    'null',
    '-1',
    '"__proto__"',
    '"header":false',
    '"delimiter":"\\""',
    '"head.weight":[3,2]',
  ],
};
