import { parseConfig } from '../../../src/config/index.js';
import { demand, refusing, type Target } from '../target.js';

const base = {
  data: { train: 'a.csv', columns: { 'petal.length': { scale: 'minmax' } } },
  layers: [
    { type: 'dense', units: 3 },
    { type: 'dropout', rate: 0.5 },
  ],
};

/** Each line an assignment, over a config that is sound: only what was given by --set can be at fault. */
function check(input: Buffer): void {
  const set = input.toString().split('\n').slice(0, 8);
  const config = refusing(['usage'], () => parseConfig(JSON.stringify(base), 'c.json', { set }));
  demand(Object.keys(Object.prototype).length === 0, () => 'Object.prototype is untouched');
  if (!config) return;
  const written = JSON.stringify(config);
  demand(JSON.stringify(parseConfig(written)) === written, () => `read again, the same: ${written}`);
}

export const set: Target = {
  check,
  seeds: () =>
    [
      'optimizer.learning_rate=0.1',
      'layers.0.units=32\nlayers[1].rate=0.25\nlayers.2={"type":"dense","units":4}',
      'layers.0.activation.alpha=0.5\nlayers.0.activation=relu',
      'data.columns["petal.length"].scale=standard\ndata.columns.new.type=category',
      'optimizer.schedule.t_max=100\noptimizer.schedule=cosine',
      'training.early_stopping.patience=3\ntraining.batch_size=full\ndata.delimiter=;',
      'data.missing_values=["","NA"]\ndata.features.0=x\nname=x',
      'head.loss.delta=2\nhead.activation=identity\nseed=7',
      'data.train.generator=xor\ndata.train.rows=9',
    ].map((text) => Buffer.from(text)),
  words: [
    'layers.',
    'layers[0]',
    '.layers.0.',
    '["',
    '"]',
    '__proto__',
    'constructor.prototype',
    'data.columns.',
    'data.train',
    'optimizer.',
    'training.',
    '.type=',
    '=null',
    '=[]',
    '={}',
    '=1e999',
    '=-0',
    '="',
    '\n',
  ],
};
