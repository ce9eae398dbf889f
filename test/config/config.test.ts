import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/index.js';
import { MlpError } from '../../src/errors.js';
import { loadConfig } from '../../src/run/load_config.js';
import { isLong, runs } from '../helpers/runs.js';
import { data, failure, refusal, withData } from './helpers.js';

/** A config that says something in every section. */
const full = {
  name: 'iris',
  seed: 7,
  task: 'classification',
  data: { ...data, split: { type: 'random', validation: 0.2 }, columns: { age: { scale: 'minmax' } } },
  layers: [
    { type: 'dense', units: 16, activation: 'relu', l2: 0.1, initial: { bias: Array(16).fill(0) } },
    { type: 'residual', layers: [{ type: 'dense', units: 16, activation: { type: 'elu', alpha: 0.5 } }] },
    { type: 'dropout', rate: 0.1 },
  ],
  head: {
    activation: 'softmax',
    loss: { type: 'cross_entropy', label_smoothing: 0.1 },
    initializer: 'zeros',
    bias_initializer: { type: 'constant', value: -2 },
  },
  optimizer: { type: 'sgd', momentum: 0.9, nesterov: true, schedule: { type: 'cosine', warmup_epochs: 3 } },
  training: {
    epochs: 10,
    batch_size: 'full',
    early_stopping: { metric: 'accuracy' },
    gradient_clip: { norm: 1 },
    class_weight: { a: 2 },
  },
};

describe('a config', () => {
  it('fills every default in, and reads what it has written as the same', () => {
    for (const input of [{ data }, full]) {
      const config = parseConfig(input);
      expect(parseConfig(JSON.stringify(config))).toEqual(config);
    }
  });

  it('has the defaults that the contract states', () => {
    const { seed, layers, head, optimizer, training } = parseConfig({ data });
    expect({ seed, layers }).toEqual({ seed: 0, layers: [] });
    expect(head).toEqual({
      bias: true,
      initializer: { type: 'auto' },
      bias_initializer: { type: 'auto' },
      trainable: true,
    });
    expect(optimizer).toMatchObject({
      type: 'adam',
      learning_rate: 0.001,
      schedule: { type: 'constant', warmup_epochs: 0 },
    });
    expect(training).toEqual({ epochs: 100, batch_size: 32, shuffle: true, restarts: 1, l1: 0, l2: 0 });
    expect(parseConfig({ data, training: { early_stopping: {} } }).training.early_stopping).toEqual({
      metric: 'loss',
      patience: 10,
      min_delta: 0,
    });
  });

  it.each([
    // Row 35 to 39 of the bad inputs: the key or value is named by line, column and path, with what would do.
    ['"training": {"epcohs": 3}', 'c.json:2:14: training: unknown key "epcohs"; did you mean "epochs"?'],
    ['"trainin": {}', 'c.json:2:1: unknown key "trainin"; did you mean "training"?'],
    ['"head": {"zzz": 1}', 'c.json:2:10: head: unknown key "zzz"; the keys are activation, loss, bias'],
    ['"training": {"epochs": 1e400}', 'c.json:2:24: training.epochs: 1e400 is too large'],
    ['"training": {"epochs": 1.5}', 'training.epochs: expected a whole number, found 1.5'],
    ['"training": {"epochs": -1}', 'training.epochs: expected a number of at least 1, found -1'],
    [
      '"training": {"epochs": "10"}',
      'training.epochs: expected a number, found "10"; write it without quotes',
    ],
    [
      '"training": {"epochs": 9007199254740993}',
      'expected a whole number of at most 9007199254740991, found 9007199254740992',
    ],
    ['"training": {"epochs": null}', 'training.epochs: expected a number, found null'],
    ['"training": {"shuffle": "no"}', 'training.shuffle: expected true or false, found "no"'],
    ['"training": {"batch_size": "ful"}', 'expected a number or "full", found "ful"; did you mean "full"?'],
    ['"training": {"batch_size": 0}', 'training.batch_size: expected a number of at least 1, found 0'],
    ['"training": {"gradient_clip": {}}', 'training.gradient_clip: takes either "norm" or "value"'],
    ['"training": {"gradient_clip": {"norm": 1, "value": 1}}', 'takes either "norm" or "value"'],
    ['"training": {"class_weight": {"a": 0}}', 'training.class_weight.a: expected a number above 0, found 0'],
    [
      '"training": {"class_weight": 3}',
      'training.class_weight: expected "balanced" or an object { … }, found 3',
    ],
    ['"training": {"early_stopping": {"metric": "acuracy"}}', 'found "acuracy"; did you mean "accuracy"?'],
    ['"training": {"time_limit": 0}', 'training.time_limit: expected a number above 0, found 0'],
    ['"seed": 4294967296', 'c.json:2:9: seed: expected a number of at most 4294967295, found 4294967296'],
    ['"name": "a/b"', 'name: expected a name that a directory can have (no slashes), found "a/b"'],
    ['"name": ".."', 'name: expected a name that a directory can have (no slashes), found ".."'],
    ['"layers": [{"type": "dropout", "rate": 1}]', 'layers[0].rate: expected a number below 1, found 1'],
    ['"layers": [{"type": "dense", "units": 3.7}]', 'layers[0].units: expected a whole number, found 3.7'],
    ['"layers": [{"type": "desne"}]', 'c.json:2:21: layers[0].type: expected one of "dense", "activation"'],
    ['"layers": [{"units": 3}]', 'c.json:2:12: layers[0].type: missing; expected one of "dense"'],
    ['"layers": ["dense"]', 'layers[0]: expected an object with "type": one of "dense", "activation"'],
    ['"layers": {}', 'layers: expected a list or "auto", found an object'],
    ['"layers": "aut"', 'layers: expected a list or "auto", found "aut"; did you mean "auto"?'],
    [
      '"layers": [{"type": "dense", "units": 1, "activation": "softmax"}]',
      'layers[0].activation: expected one of',
    ],
    [
      '"layers": [{"type": "residual", "layers": [{"type": "dense", "units": 3, "activatoin": "relu"}]}]',
      'c.json:2:74: layers[0].layers[0]: unknown key "activatoin"; did you mean "activation"?',
    ],
    [
      '"optimizer": {"type": "sgd", "learning_rate": 0}',
      'optimizer.learning_rate: expected a number above 0, found 0',
    ],
    ['"optimizer": {"type": "sgd", "learning_rate": -1}', 'expected a number above 0, found -1'],
    ['"optimizer": {"type": "sgd", "nesterov": true}', 'optimizer.nesterov: needs a momentum above 0'],
    ['"optimizer": {"schedule": "step"}', 'optimizer.type: missing; expected one of "sgd"'],
    ['"optimizer": 3', 'optimizer: expected an object with "type": one of "sgd"'],
    [
      '"optimizer": {"type": "sgd", "schedule": "step"}',
      'optimizer.schedule.step_size: missing; expected a number',
    ],
    [
      '"optimizer": {"type": "sgd", "schedule": {"type": "constant", "gamma": 1}}',
      'unknown key "gamma"; the keys of type "constant" are type, warmup_epochs',
    ],
    // Settings that do not go together.
    [
      '"head": {"activation": "relu", "loss": "binary_cross_entropy"}',
      'c.json:2:40: head.loss: binary_cross_entropy does not fit outputs of relu; head.activation may be ' +
        'sigmoid, softmax',
    ],
    ['"head": {"activation": "sigmoid", "loss": "cross_entropy"}', 'head.activation may be softmax'],
    [
      '"head": {"activation": "identity", "loss": {"type": "poisson_nll", "log_input": false}}',
      'poisson_nll does not fit outputs of identity; head.activation may be sigmoid',
    ],
    ['"optimizer": "lbfgs"', 'training.batch_size: lbfgs needs all rows in every step: set it to "full"'],
    [
      '"optimizer": "lbfgs", "training": {"batch_size": "full"}, "layers": [{"type": "noise", "sd": 1}]',
      'layers[0]: lbfgs needs the same loss at every step, but noise draws at random',
    ],
    [
      '"optimizer": "lbfgs", "training": {"batch_size": "full", "gradient_clip": {"norm": 1}}',
      'lbfgs cannot clip gradients',
    ],
    // Row 40: refused before anything is allocated, with the bytes: 2 (weights and gradients) · 8 · 10⁹, and 2 · 8 ·
    // 10¹⁰.
    [
      '"layers": [{"type": "dense", "units": 1e9}]',
      'layers[0].units: 1,000,000,000 units need 16,000,000,000 bytes for each input; use at most 16,777,216',
    ],
    [
      '"layers": [{"type": "dense", "units": 1e5}, {"type": "batch_norm"}, {"type": "dense", "units": 1e5}]',
      'layers[2].units: 100,000 units with 100,000 inputs each need 160,000,000,000 bytes; use fewer',
    ],
  ])('refuses %s', (rest, expected) => {
    const { failure, message } = refusal(withData(rest));
    expect(failure).toBe('config');
    expect(message).toContain(expected);
    expect(message).toMatch(/^c\.json:\d+:\d+: /);
    expect(message).not.toMatch(/invalid input/i);
  });

  it('lists what is wrong line by line, up to ten', () => {
    const { message } = refusal(withData('"seed": -1,\n"task": "x",\n"training": {"epochs": 0}'));
    expect(message.split('\n').map((line) => line.slice(0, 10))).toEqual([
      'c.json:2:9',
      'c.json:3:9',
      'c.json:4:2',
    ]);
    const many = refusal({ data, layers: Array(30).fill({}) }).message.split('\n');
    expect(many).toHaveLength(11);
    expect(many[10]).toBe('… and 20 more');
  });

  // takes a second
  it.runIf(isLong)('refuses more mistakes than can be counted', () => {
    const layers = `[${'{},'.repeat(5_000)}{}]`;
    expect(refusal(withData(`"layers": ${layers}`)).message).toMatch(/… and 4991 more$/);
    const features = JSON.parse(`[${'1,'.repeat(500_000)}1]`);
    expect(refusal({ data: { train: 'a.csv', features } }).message).toMatch(/more is wrong in a list here/);
  });

  it('limits blocks within blocks, and layers', () => {
    const nested = (depth: number): object =>
      depth === 0 ? { type: 'batch_norm' } : { type: 'residual', layers: [nested(depth - 1)] };
    expect(() => parseConfig({ data, layers: [nested(16)] })).not.toThrow();
    expect(refusal({ data, layers: [nested(17)] }).message).toMatch(
      /blocks within blocks may be 16 deep at most/,
    );
    expect(refusal({ data, layers: [nested(80)] }).message).toMatch(/nested more than 100 deep/);
    expect(refusal({ data, layers: Array(1001).fill({ type: 'batch_norm' }) }).message).toMatch(
      /1001 layers/,
    );
  });

  it('refuses an object that contains itself', () => {
    const layer: { type: string; layers: object[] } = { type: 'residual', layers: [] };
    layer.layers.push(layer);
    expect(refusal({ data, layers: [layer] }).message).toMatch(/nested more than 100 deep/);
  });

  it('is an error at every byte that it may be cut off at', () => {
    const bytes = Buffer.from(JSON.stringify(full, null, 1));
    for (let length = 0; length < bytes.length; length++) {
      const { failure, message } = refusal(bytes.subarray(0, length).toString());
      expect(failure).toBe('config');
      expect(message).toMatch(
        /^c\.json:\d+:\d+: not valid JSON: (the text ends too early|the file is empty|found )/,
      );
    }
  });

  it('ends in a config or in an error that a user can act on, whatever it is given; no prototype changes', () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    const key = fc.oneof(
      fc.constantFrom(
        'data',
        'layers',
        'head',
        'optimizer',
        'training',
        'type',
        'units',
        'train',
        'loss',
        'columns',
      ),
      fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString'),
      fc.string(),
    );
    const { junk } = fc.letrec((tie) => ({
      junk: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('dense', 'adam', 'mse', 'residual', 'full', 'spiral'),
        fc.anything({
          maxDepth: 1,
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
        }),
        fc.array(tie('junk'), { maxLength: 4 }),
        fc.array(fc.tuple(key, tie('junk')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const check = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        expect(error).toBeInstanceOf(MlpError);
        expect((error as Error).message).not.toMatch(/invalid input|(is|found) undefined|\[object /i);
      }
    };
    fc.assert(
      fc.property(fc.dictionary(key, junk), fc.string(), key, (value, text, name) => {
        check(() => parseConfig(value));
        check(() => parseConfig({ data, ...value }));
        check(() => parseConfig(text));
        check(() => parseConfig({ data }, 'c.json', { set: [`${name}=${text}`] }));
        check(() => parseConfig({ data }, 'c.json', { set: [`${name}.${name}=${text}`] }));
        check(() =>
          parseConfig({ data, ...value }, 'c.json', { set: [`data.${name}=${text}`, 'training.epochs=3'] }),
        );
      }),
      { numRuns: runs(50, 400) },
    );
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
  });

  it('leaves the object it was given as it was', () => {
    const given = { data: { ...data }, optimizer: { type: 'sgd' } };
    const before = structuredClone(given);
    parseConfig(given, 'c.json', { set: ['optimizer.learning_rate=2', 'data.scale=none'] });
    expect(given).toEqual(before);
  });
});

describe('loadConfig', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-config-'));
  const file = (name: string, content: string | Buffer) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  it('reads a file, with or without a byte order mark; its name is the default', () => {
    const path = file('iris.json', `\ufeff${JSON.stringify({ data })}`);
    expect(loadConfig(path).name).toBe('iris');
    expect(loadConfig(path, { set: ['name=x'] }).name).toBe('x');
  });

  it('proposes the file that was meant', () => {
    file('penguins.json', '{}');
    const { failure: kind, message } = failure(() => loadConfig(join(directory, 'pengins.json')));
    expect(kind).toBe('no_input');
    expect(message).toMatch(/(\S*)pengins\.json: config not found; did you mean "\1penguins\.json"\?/);
  });

  it('refuses bytes that are not UTF-8', () => {
    const path = file('latin.json', Buffer.from('{"name":"\xe9"}', 'latin1'));
    const { failure: kind, message } = failure(() => loadConfig(path));
    expect(kind).toBe('config');
    expect(message).toBe(`${path}:1:10: not UTF-8 (byte 0xe9); save the file as UTF-8`);
  });
});
