import { datePartNames } from '../../src/data/dates/index.js';
import { categoryEncodings, numberEncodings } from '../../src/data/preprocessing/encodings/index.js';
import { imputers } from '../../src/data/preprocessing/imputers/index.js';
import { scalers } from '../../src/data/preprocessing/scalers/index.js';
import { functions } from '../../src/expression/index.js';
import { type Activation, activations } from '../../src/nn/activations/index.js';
import { type Loss, losses } from '../../src/nn/losses/index.js';
import { random, uniform } from '../../src/random.js';
import { exampleLayers } from '../nn/layers/example.js';

// Models of everything that the registries have, on rows with all kinds of columns and of names.

const rng = random(31, 'check');
const pick = <T>(values: readonly T[]): T => values[Math.floor(uniform(rng) * values.length)];
const field = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;
const line = (values: readonly (string | number)[]) => values.map(field).join(',');

/** Names that are no identifiers, or the same when they are made some. */
export const names = {
  number: 'petal length',
  same: 'petal-length',
  keyword: 'class',
  unicode: 'größe in °C',
  text: 'it\'s a "text"\\ */',
  flag: '2nd flag?',
  date: 'début',
} as const;

const texts = ["it's", 'say "hi"', 'two\nlines', 'wörd, with ??= comma', '\\', 'é', 'plain'];
const header = [...Object.values(names), 'y', 'z', 'kind', 'l1', 'l2'];

function row(i: number): (string | number)[] {
  const x = 4 * uniform(rng) - 2;
  const missing = uniform(rng) < 0.08;
  const date = new Date(Date.UTC(2019, 0, 1) + Math.floor(uniform(rng) * 2e11)).toISOString();
  return [
    missing ? '' : x,
    3 + uniform(rng) ** 3,
    Math.floor(uniform(rng) * 5),
    1e-3 * uniform(rng),
    i % 9 === 4 ? '' : pick(texts),
    pick(['yes', 'no']),
    date.slice(0, 19).replace('T', ' '),
    Math.floor(3 + x + uniform(rng)),
    0.5 * x * x + uniform(rng),
    pick(['low', 'mid "x"', 'high\nest']),
    i % 3 === 0 ? 1 : 0,
    i % 2 === 0 ? 1 : 0,
  ];
}

/** Rows to train on. */
export const trainCsv = [line(header), ...Array.from({ length: 80 }, (_, i) => line(row(i)))].join('\n');

/** Rows to predict: those, and others as different as a column takes: missing, unseen, huge, signed zeros. */
export const fuzzedCsv = (): string => {
  const numbers = [
    '-0',
    '0',
    '1e308',
    '-1e308',
    '5e-324',
    '1e-300',
    '-1',
    '2',
    '',
    '3.0',
    '123456789.25',
    '1e5',
  ];
  const some = () => (uniform(rng) < 0.5 ? 4 * uniform(rng) - 2 : pick(numbers));
  const rows = Array.from({ length: 120 }, (_, i) => {
    const plain = row(i);
    return [
      ...[some(), some(), some(), some()],
      pick([...texts, 'unseen', 'UNSEEN\n"', ' ', '', 'it’s']),
      pick(['yes', 'no', 'YES', 'No', 'maybe', '']),
      pick([String(plain[6]), '1969-12-31', '2000-02-29 23:59:59', '2024-06-30', '']),
      ...plain.slice(7),
    ];
  });
  return [trainCsv, ...rows.map(line)].join('\n');
};

/** A case: what it is, and the parts of its config that differ from the usual. */
export type Case = readonly [what: string, config: object];

const dense = (activation: unknown = 'tanh', units = 4) => ({ type: 'dense', units, activation });
const others = ['y', 'z', 'kind', 'l1', 'l2'];
const data = (target: string | readonly string[], more: object = {}) => ({
  train: 'train.csv',
  target,
  missing: 'median',
  columns: {},
  ignore: others.filter((name) => name !== target && !target.includes(name)),
  ...more,
});
const regression = (more: object = {}) => data('z', more);
const classification = (more: object = {}) => data('kind', more);

const layers: Case[] = Object.values(exampleLayers).map((example) => [
  `layer ${example.type}`,
  { layers: [dense(), example, dense()] },
]);

const everyLayer: Case[] = [
  ['every layer', { layers: [dense(), ...Object.values(exampleLayers), dense()] }],
  [
    'every layer, shared ensemble',
    { ensemble: { type: 'shared', members: 3 }, layers: [...Object.values(exampleLayers), dense()] },
  ],
];

const hidden: Case[] = Object.entries<Activation>(activations)
  .filter(([, { rowwise }]) => !rowwise)
  .map(([type]) => [`activation ${type}`, { layers: [dense(type)] }]);

const targetsOf: Readonly<Record<Loss['targets'], readonly [string | readonly string[], object]>> = {
  numbers: ['z', {}],
  labels: [['l1', 'l2'], { task: 'classification' }],
  distribution: ['kind', {}],
};
const heads: Case[] = Object.entries<Loss>(losses).map(([loss, { targets, activation }]) => {
  const [target, more] = targetsOf[targets];
  return [`loss ${loss}`, { ...more, data: data(target), head: { activation, loss } }];
});

const scaled: Case[] = Object.keys(scalers).map((scale) => [
  `scale ${scale}`,
  { data: classification({ scale }) },
]);
const encoded: Case[] = [
  ...Object.keys(categoryEncodings).map(
    (type): Case => [
      `encoding ${type}`,
      {
        data: classification({ columns: { [names.text]: { encode: type }, [names.flag]: { encode: type } } }),
      },
    ],
  ),
  ...Object.keys(numberEncodings).flatMap((type): Case[] =>
    [{ type }, ...(type === 'none' ? [] : [{ type, bins: 4, width: 3 }])].map((encode, i) => [
      `encoding ${type} ${i}`,
      {
        data: classification({
          scale: 'quantile',
          columns: { [names.number]: { encode }, [names.same]: { encode } },
        }),
      },
    ]),
  ),
];
const imputed: Case[] = Object.keys(imputers).map((missing) => [
  `missing ${missing}`,
  {
    data: regression({
      missing: ['error'].includes(missing) ? 'median' : missing,
      fill: missing === 'constant' ? 1.5 : 0,
      columns: { [names.date]: { missing: 'median' }, [names.keyword]: { missing } },
      missing_indicator: true,
    }),
  },
]);
const dated: Case[] = [
  ['all parts of dates', { data: classification({ columns: { [names.date]: { parts: datePartNames } } }) }],
];
const basis: Case[] = [
  ...Object.keys(functions).map(
    (name): Case => [
      `basis ${name}`,
      {
        data: regression({
          features: [names.same, names.unicode],
          basis: [`${name}(0.1 * \`${names.same}\` + \`${names.unicode}\`)`],
          columns: { [names.unicode]: { missing: 'median' } },
        }),
      },
    ],
  ),
  [
    'basis of operators, by quantiles',
    {
      data: regression({
        scale: 'quantile',
        features: [names.same],
        basis: [`-(\`${names.same}\` - 2) ^ 3 / (2 + \`${names.keyword}\`)`, `\`${names.same}\` ^ 0.5`],
      }),
    },
  ],
];
const ensembles: Case[] = [
  ...Object.values(exampleLayers).map(
    (example): Case => [
      `shared ensemble, layer ${example.type}`,
      {
        ensemble: { type: 'shared', members: 3, scaling: 'normal' },
        layers: [dense(), example, dense('relu')],
      },
    ],
  ),
  [
    'shared ensemble without biases',
    { ensemble: 'shared', layers: [{ ...dense(), bias: false }], head: { bias: false } },
  ],
  ['an average of folds', { ensemble: { type: 'folds', members: 3 }, layers: [dense()] }],
  [
    'an average of folds with encoders, at a temperature',
    {
      ensemble: { type: 'folds', members: 3 },
      data: classification({ columns: { [names.text]: { encode: 'embedding' } } }),
      training: { epochs: 1, calibrate: 'temperature' },
    },
  ],
  [
    'a temperature',
    {
      data: classification({ split: { type: 'random', validation: 0.3 } }),
      training: { epochs: 1, calibrate: 'temperature' },
    },
  ],
];
const blocks: Case[] = [
  [
    'blocks in blocks, options that are not the usual ones',
    {
      layers: [
        { ...dense({ type: 'elu', alpha: 0.5 }), bias: false, activity_l1: 0.01 },
        {
          type: 'residual',
          layers: [
            { type: 'layer_norm', epsilon: 0.1 },
            { type: 'residual', layers: [dense(), dense('mish')] },
          ],
        },
        { type: 'batch_norm', epsilon: 0.2 },
        { type: 'activation', activation: { type: 'gelu', approximate: 'tanh' } },
      ],
    },
  ],
  [
    'two classes by one output',
    { data: data('l1'), task: 'classification', head: { activation: 'sigmoid' } },
  ],
  [
    'means with variances',
    { data: data(['y', 'z'], { target_scale: 'standard' }), head: { loss: 'gaussian_nll' } },
  ],
  ...['shared', 'folds'].map(
    (ensemble): Case => [
      `means with variances, ensemble ${ensemble}`,
      { data: data('z'), head: { loss: 'gaussian_nll' }, ensemble: { type: ensemble, members: 3 } },
    ],
  ),
  ['several targets, scaled', { data: data(['y', 'z'], { target_scale: 'standard' }) }],
  [
    'rare values together',
    { data: classification({ min_count: 12, columns: { [names.text]: { encode: 'embedding' } } }) },
  ],
  ...['standard', 'quantile', 'robust_smooth', 'none'].map(
    (scale): Case => [
      `a reconstruction, scale ${scale}`,
      {
        task: 'reconstruction',
        data: {
          train: 'train.csv',
          missing: 'median',
          scale,
          ignore: others,
          columns: { [names.date]: { missing: 'median' } },
        },
        layers: [dense('tanh', 3)],
      },
    ],
  ),
];

const whole = ([what, config]: Case): Case => [
  what,
  { name: 'all kinds', data: classification(), layers: [dense()], training: { epochs: 1 }, ...config },
];

/** Cases that have all layers of the registry, each config whole. */
export const layerCases = everyLayer.map(whole);

/** All other cases, each config whole. */
export const cases = [layers, hidden, heads, scaled, encoded, imputed, dated, basis, ensembles, blocks]
  .flat()
  .map(whole);
