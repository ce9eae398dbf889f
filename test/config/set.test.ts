import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/index.js';
import { data, failure, refusal } from './helpers.js';

const dense = { type: 'dense', units: 4 };
const set = (input: object, ...assignments: string[]) =>
  parseConfig({ data, ...input }, 'c.json', { set: assignments });

describe('--set', () => {
  it.each([
    ['layers.0.units=32', { layers: [{ units: 32 }] }],
    ['layers[0].units=32', { layers: [{ units: 32 }] }],
    ['layers.1={"type":"dropout","rate":0.5}', { layers: [{ units: 4 }, { type: 'dropout', rate: 0.5 }] }],
    ['layers.0.initial.bias.0=1.5', { layers: [{ initial: { bias: [1.5] } }] }],
    ['name=123', { name: '123' }],
    ['name="quoted"', { name: 'quoted' }],
    ['name=null', { name: 'null' }],
    ['data.delimiter=;', { data: { delimiter: ';' } }],
    ['data.delimiter="\\t"', { data: { delimiter: '\t' } }],
    ['data.delimiter==', { data: { delimiter: '=' } }],
    ['data.target=1', { data: { target: '1' } }],
    ['data.target=["a","b"]', { data: { target: ['a', 'b'] } }],
    ['data.missing_values=["","-"]', { data: { missing_values: ['', '-'] } }],
    ['data.columns.age.scale=minmax', { data: { columns: { age: { scale: 'minmax' } } } }],
    ['data.columns["petal.length"].scale=none', { data: { columns: { 'petal.length': { scale: 'none' } } } }],
    ["data.columns['petal.length'].scale=none", { data: { columns: { 'petal.length': { scale: 'none' } } } }],
    ['data.columns."petal.length".scale=none', { data: { columns: { 'petal.length': { scale: 'none' } } } }],
    ['.data.columns[petal.length].scale=none', { data: { columns: { 'petal.length': { scale: 'none' } } } }],
    ['data.columns["a=\\"b\\".]"].scale=none', { data: { columns: { 'a="b".]': { scale: 'none' } } } }],
    ["data.columns['it\\'s \"1\"'].scale=none", { data: { columns: { 'it\'s "1"': { scale: 'none' } } } }],
    ['data.columns.0.type=category', { data: { columns: { '0': { type: 'category' } } } }],
    ['data.split.type=random', { data: { split: { type: 'random', validation: 0.2 } } }],
    ['data.fill=7', { data: { fill: 7 } }],
    ['data.fill=none', { data: { fill: 'none' } }],
    ['training.batch_size=full', { training: { batch_size: 'full' } }],
    ['training.batch_size=8', { training: { batch_size: 8 } }],
    ['training.class_weight.2=0.5', { training: { class_weight: { '2': 0.5 } } }],
    ['training.early_stopping.patience=3', { training: { early_stopping: { patience: 3, metric: 'loss' } } }],
    ['head.activation=sigmoid', { head: { activation: { type: 'sigmoid' } } }],
    ['optimizer=sgd', { optimizer: { type: 'sgd' } }],
    ['optimizer.learning_rate=0.1', { optimizer: { type: 'adam', learning_rate: 0.1 } }],
    [
      'optimizer.schedule.warmup_epochs=3',
      { optimizer: { schedule: { type: 'constant', warmup_epochs: 3 } } },
    ],
  ])('takes %s', (assignment, expected) => {
    expect(set({ layers: [dense] }, assignment)).toMatchObject(expected);
  });

  it('makes an object of a name, so that an option can join it', () => {
    const { optimizer } = set({ optimizer: 'sgd' }, 'optimizer.learning_rate=0.1');
    expect(optimizer).toMatchObject({ type: 'sgd', learning_rate: 0.1, momentum: 0 });
    const { layers } = set({ layers: [{ ...dense, activation: 'elu' }] }, 'layers.0.activation.alpha=2');
    expect(layers).toMatchObject([{ activation: { type: 'elu', alpha: 2 } }]);
  });

  it('takes several in their order, the later over the earlier, and over overrides', () => {
    const { layers } = set({}, 'layers.0.units=3', 'layers.0.type=dense', 'layers.0.units=5');
    expect(layers).toMatchObject([{ type: 'dense', units: 5 }]);
    const overrides = [{ source: '--seed', path: ['seed'], value: '1' }];
    expect(parseConfig({ data, seed: 9 }, 'c.json', { overrides }).seed).toBe(1);
    expect(parseConfig({ data }, 'c.json', { overrides, set: ['seed=2'] }).seed).toBe(2);
  });

  it.each([
    ['foo', '--set foo: expected key=value'],
    ['=3', '--set =3: expected key=value'],
    ['a..b=3', '--set a..b=3: expected key=value'],
    ['trainin.epochs=3', '--set trainin.epochs=3: unknown key "trainin"; did you mean "training"?'],
    ['optimizer.learning_rat=1', 'unknown key "learning_rat" in optimizer; did you mean "learning_rate"?'],
    ['name.x=1', 'name is neither list nor object; it has no x to set'],
    ['training.epochs=abc', '--set training.epochs=abc: training.epochs: expected a number, found "abc"'],
    ['training.epochs=1e400', '--set training.epochs=1e400: 1e400 is too large'],
    ['training.epochs=1.5', 'training.epochs: expected a whole number, found 1.5'],
    ['optimizer=adma', '--set optimizer=adma: optimizer: expected one of "sgd"'],
    ['optimizer.beta1=2', 'optimizer.beta1: expected a number below 1, found 2'],
    ['optimizer.momentum=0.9', '--set optimizer.momentum=0.9: optimizer: unknown key "momentum"'],
    ['head.loss.delta=2', '--set head.loss.delta=2: head.loss.type: missing; expected one of'],
    ['layers.0.units=32', 'layers[0].type: missing; expected one of "dense"'],
    ['layers.5.units=1', 'layers has 0 items; the next to add has the index 0'],
    [
      'data.columns.petal.length.scale=none',
      'unknown key "length" in data.columns.petal; did you mean data.columns["petal.length"].scale? ' +
        'A name with a dot is quoted, in brackets',
    ],
    ['data.columns.a.b.c.scale=none', 'did you mean data.columns["a.b.c"].scale?'],
    ['data.columns.a.scale.type=number', 'it has no type to set; did you mean data.columns["a.scale"].type?'],
    ['data.columns.age.scal=none', 'unknown key "scal" in data.columns.age; did you mean "scale"?'],
    ['foo', 'or data.columns["a.b"].scale=none for a name with a dot'],
    ['layers.x=1', 'layers is a list; expected an index from 0, found "x"'],
    ['data.train.rows=5', 'data.train is "a.csv"; it has no rows to set'],
    ['data.columns["x=1', 'expected key=value'],
    ['data.columns["\\x"].scale=none', 'not a string as JSON has them'],
    ['layers=[{"type":"dense","units":1,"units":2}]', 'layers'],
    // Row 38: no way to a prototype.
    ['__proto__.x=1', '__proto__ cannot be a key in a config'],
    ['constructor.prototype.x=1', 'constructor cannot be a key in a config'],
    ['data.columns.__proto__.scale=none', 'data.columns: __proto__ cannot be a key in a config'],
    ['data.columns["prototype"].scale=none', 'data.columns: prototype cannot be a key in a config'],
    ['data={"train":"a","__proto__":{"x":1}}', '__proto__ cannot be a key in a config'],
  ])('refuses %s', (assignment, expected) => {
    const { failure: kind, message } = refusal({ data }, { set: [assignment] });
    expect(kind).toBe('usage');
    expect(message).toContain(expected);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('blames the file for what the file says', () => {
    const { failure: kind, message } = failure(() => set({ seed: -1 }, 'training.epochs=0'));
    expect(kind).toBe('config');
    expect(message).toContain('c.json: seed: ');
    expect(message).toContain('--set training.epochs=0: training.epochs: ');
  });

  it('names the flag or variable of an override', () => {
    const overrides = [{ source: 'MLP_SEED', path: ['seed'], value: 'x' }];
    expect(refusal({ data }, { overrides }).message).toBe('MLP_SEED: seed: expected a number, found "x"');
  });
});
