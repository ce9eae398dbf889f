import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { runs } from '../helpers/runs.js';
import { config, type Part, refused, withData } from './support.js';

const csv = 'x,y\n1,a\n2,b\n3,a\n';
const data = '"data": {"train": "d.csv", "target": "y"}';

/** Refused wherever a config is read, and nothing is written. */
async function refusedConfig(text: string | Uint8Array, code: number, parts: readonly Part[]) {
  const world = withData(csv);
  world.write('c.json', text);
  for (const args of ['train c.json', 'check c.json --no-data'])
    await refused(world, args, code, ['c.json', ...parts]);
}

describe('a config', () => {
  test('row 35: an unknown key, with what was meant', async () => {
    await refusedConfig(`{${data},\n"training": {"epcohs": 3}}`, 78, [
      'error: c.json:2:14: training: unknown key "epcohs"; did you mean "epochs"?',
    ]);
    await refusedConfig(`{${data},\n"layers": [{"type": "dense", "untis": 3}]}`, 78, [
      'c.json:2:30: layers[0]: unknown key "untis"; did you mean "units"?',
    ]);
    await refusedConfig('{"data": {"train": "d.csv", "targte": "y"}}', 78, ['did you mean "target"?']);
  });

  test('row 36: a key twice', async () => {
    await refusedConfig(`{${data},\n"seed": 1,\n"seed": 2}`, 78, [
      'error: c.json:3:1: seed: this key is also on line 2, column 1; keep one of them',
    ]);
    await refusedConfig(`{${data}, "training": {"epochs": 1, "\\u0065pochs": 2}}`, 78, ['also on line 1']);
  });

  test('row 37: a byte order mark is accepted; UTF-16 and bytes that are no UTF-8 are named', async () => {
    const world = withData(csv);
    world.write('c.json', `\ufeff${JSON.stringify(config())}`);
    await world.done('train c.json');
    await refusedConfig(Buffer.from(`\ufeff{${data}}`, 'utf16le'), 78, ['UTF-16']);
    await refusedConfig(Buffer.from(`{${data},\n"name": "\xe9"}`, 'latin1'), 78, ['c.json:2:10', 'UTF-8']);
  });

  test('row 38: __proto__ and constructor, anywhere', async () => {
    const polluting = ['__proto__', 'constructor', 'prototype'];
    for (const key of polluting) {
      await refusedConfig(`{${data}, "${key}": {"x": 1}}`, 78, [
        'c.json:1:',
        `${key} cannot be a key in a config`,
      ]);
      await refusedConfig(`{${data}, "layers": [{"type": "dense", "units": 1, "${key}": {"x": 1}}]}`, 78, [
        `${key} cannot be a key`,
      ]);
    }
    const world = withData(csv);
    for (const set of [
      '__proto__.x=1',
      'constructor.prototype.x=1',
      'training.__proto__.x=1',
      'training.__proto__={"x":1}',
      'data={"__proto__":{"x":1}}',
      'data={"\\u005f_proto__":{"x":1}}',
      'layers=[{"constructor":{"prototype":{"x":1}}}]',
    ])
      await refused(world, ['train', 'c.json', '--set', set], 2, [`error: --set ${set}`, 'cannot be a key']);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('row 39: numbers that are none, or out of range', async () => {
    const cases: [path: string, value: string, message: string][] = [
      ['training.epochs', '1e400', '1e400 is too large: numbers end at 1.8e308'],
      ['training.epochs', '1.5', 'expected a whole number, found 1.5'],
      ['training.epochs', '-1', 'expected a number of at least 1, found -1'],
      ['training.epochs', '"10"', 'expected a number, found "10"; write it without quotes'],
      ['training.epochs', '9007199254740993', 'expected a whole number of at most 9007199254740991'],
      ['training.epochs', 'null', 'expected a number, found null'],
      ['optimizer.learning_rate', '0', 'expected a number above 0, found 0'],
      ['optimizer.learning_rate', '-0.1', 'expected a number above 0, found -0.1'],
      ['layers[0].rate', '1', 'expected a number below 1, found 1'],
      ['layers[1].units', '3.7', 'expected a whole number, found 3.7'],
      ['seed', '-1', 'expected a number of at least 0, found -1'],
    ];
    const world = withData(csv);
    const whole = {
      ...config(),
      seed: 0,
      layers: [
        { type: 'dropout', rate: 0.5 },
        { type: 'dense', units: 3 },
      ],
      optimizer: { type: 'sgd', learning_rate: 0.1 },
    };
    for (const [path, value, message] of cases) {
      const steps = path.replaceAll(/\[(\d)\]/g, '.$1').split('.');
      const text = JSON.stringify(whole, (key, old) => (key === steps.at(-1) ? '@' : old));
      world.write('c.json', text.replace('"@"', value));
      await refused(world, 'train c.json', 78, [/^error: c\.json:1:\d+: /, `${path}: ${message}`]);
      world.write('c.json', whole);
      const set = `${steps.join('.')}=${value}`;
      await refused(world, ['train', 'c.json', '--set', set], 2, [`error: --set ${set}: `, message]);
    }
    await refused(world, 'train c.json --set training.epochs=abc', 2, ['expected a number, found "abc"']);
    await refused(world, 'train c.json --epochs abc', 2, [
      "unknown option '--epochs'",
      '--set training.epochs=…',
    ]);
    await refused(world, 'train c.json --seed abc', 2, ['--seed', 'Expected a whole number']);
    await refused(world, 'train c.json --threads 0', 2, ['--threads', 'Expected a']);
  });

  test('row 40: layers too large are refused before anything is allocated, with the bytes', async () => {
    const before = process.memoryUsage.rss();
    await refusedConfig(`{${data},\n"layers": [{"type": "dense", "units": 1e9}]}`, 78, [
      'c.json:2:39: layers[0].units: 1,000,000,000 units need 16,000,000,000 bytes',
      'use at most 16,777,216',
    ]);
    const two = '[{"type": "dense", "units": 1e5}, {"type": "dense", "units": 1e5}]';
    await refusedConfig(`{${data},\n"layers": ${two}}`, 78, [
      'layers[1].units: 100,000 units with 100,000 inputs each need 160,000,000,000 bytes; use fewer',
    ]);
    // What depends on the data, and on this machine, is known only with both.
    const layers = Array(40).fill({ type: 'dense', units: 30_000 });
    const world = withData(csv, {}, { layers });
    await refused(world, 'train c.json', 78, [
      /^error: c\.json: training needs [\d,]+ bytes of memory, but this machine has [\d,]+ bytes; use fewer units/,
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(500e6);
  });

  test('row 41: JSON 200,000 deep', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    await refusedConfig(deep, 78, ['c.json:1:101: lists and objects are nested more than 100 deep']);
    await refusedConfig(`{"data": ${'{"a":'.repeat(200_000)}`, 78, ['nested more than 100 deep']);
    const world = withData(csv);
    await refused(world, ['check', 'c.json', '--set', `layers=${deep}`], 2, [
      '--set layers=',
      'more than 100',
    ]);
  });

  test('row 42: a loss that does not fit is named, with one that does', async () => {
    const world = withData(csv);
    const head = (value: string) => ['train', 'c.json', '--set', `head=${value}`];
    await refused(world, head('{"activation":"softmax","loss":"mse"}'), 78, [
      'error: c.json: head.loss: mse after softmax compares numbers, but the target y holds 2 classes (a, b)',
      'use ',
    ]);
    world.write('d.csv', 'x,y\n1,a\n2,a\n');
    await refused(world, head('{"activation":"softmax"}'), 65, ['column y has but one class, "a"']);
    world.write('d.csv', 'x,y\n1,2.5\n2,-1.5\n');
    await refused(world, head('{"loss":"poisson_nll"}'), 78, [
      'c.json: head.loss: poisson_nll takes targets of at least 0, but one is -1.5; use mse',
    ]);
    await refused(world, [...head('{"activation":"softmax"}'), '--set', 'task=regression'], 78, [
      'c.json: head',
      'softmax',
    ]);
    await refused(world, head('{"activation":"sigmoid","loss":"cross_entropy"}'), 2, [
      'head.loss: cross_entropy does not fit outputs of sigmoid; head.activation may be softmax',
    ]);
  });

  test('row 44: an endless stream in the place of data or config ends at the limit', async () => {
    const world = withData(csv);
    const lines = [
      ['mlp train c.json --set data.train=/dev/zero', 65, 'error: /dev/zero:1:1: a NUL byte'],
      [
        `tr '\\0' a < /dev/zero | mlp train c.json --set data.train=-; exit \${PIPESTATUS[1]}`,
        65,
        'stdin:1:1: a record longer than 16 MiB',
      ],
      [
        `yes '"' | tr -d '\\n' | tr '"' '"a' | mlp train c.json --set data.train=-; exit \${PIPESTATUS[3]}`,
        65,
        'error: stdin:1:1: ',
      ],
      ['mlp check /dev/zero', 65, 'error: /dev/zero: longer than the 268435456 bytes allowed'],
      ['mlp eval /dev/zero', 65, 'error: /dev/zero: longer than the 268435456 bytes allowed'],
    ] as const;
    // the others read 16 or 256 MB; row 12 of the CSV has the limit of a record
    for (const [line, code, message] of runs<readonly (typeof lines)[number][]>(lines.slice(0, 1), lines)) {
      const outcome = await shell(line, { cwd: world.directory });
      expect({ line, ...outcome }).toMatchObject({ line, code, stdout: '' });
      expect(outcome.stderr).toContain(message);
    }
  });

  test('row 45: a config cut off at every byte', async () => {
    const world = withData(csv);
    const text = JSON.stringify(config());
    for (let length = 0; length < text.length; length += runs(3, 1)) {
      world.write('c.json', text.slice(0, length));
      await refused(world, 'check c.json', 78, [
        /^error: c\.json:1:\d+: not valid JSON: the (file is empty|text ends)/,
      ]);
    }
    world.write('c.json', text);
    await world.done('check c.json');
  });

  test('row 69 (added): no such config, or what is none', async () => {
    const world = withData(csv);
    await refused(world, 'train c.jsn', 66, ['c.jsn: config not found; did you mean "c.json"?']);
    await refused(world, 'train no/c.json', 66, ['no/c.json: config not found; there is no directory']);
    await refused(world, 'train .', 65, ['is a directory; expected a file (config)']);
    await refused(world, 'train d.csv', 78, ['d.csv:1:1: not valid JSON']);
    for (const text of ['null', '[]', '3', '"x"']) {
      world.write('c.json', text);
      await refused(world, 'train c.json', 78, ['c.json:1:1: expected an object { … } with the config']);
    }
  });

  test('row 70 (added): a formula that is none, or uses what it may not', async () => {
    const world = withData(csv);
    for (const [formula, ...parts] of [
      ['x^', /character \d|ends/],
      ['z*2', '"z"'],
      ['y*2', 'data.basis'],
      ['process.exit(1)', 'data.basis'],
      ['constructor("return 1")()', 'data.basis'],
      ['x => x', 'data.basis'],
      ['(('.repeat(5000), 'data.basis'],
      [`${'x+'.repeat(5000)}x`, 'data.basis'],
    ] as [string, ...Part[]][]) {
      world.write('c.json', config({ basis: [formula] }));
      await refused(world, 'train c.json', 78, parts);
    }
  });
});

describe('what is written', () => {
  test('row 43: never over an input', async () => {
    const world = withData(csv);
    world.write('config.json', config());
    await refused(world, 'train config.json --out .', 73, ['config.json', '--out']);
    await refused(world, 'train config.json --out . --force', 73, ['is the config itself', '--out']);
    await refused(world, 'train c.json --out d.csv', 73, ['d.csv', '--out']);
    await refused(world, 'train c.json --out d.csv/run --force', 73, ['d.csv/run', '--out']);
    await world.done('train c.json --out run --quiet');
    await refused(world, 'train c.json --out run', 73, ['a run is there already', '--force', '--resume']);
    world.write('named.json', config({ train: 'run/metrics.jsonl' }));
    await refused(world, 'train named.json --out run --force', 65, ['run/metrics.jsonl']);
  });

  test('row 43: not where one may not write', async () => {
    const world = withData(csv);
    // A name in /proc and a name too long cannot be made, whoever asks.
    for (const out of ['/proc/mlp', `${'a'.repeat(300)}`, '/dev/null/run', 'a\0b'])
      await refused(world, ['train', 'c.json', '--out', out], 73, ['cannot be created', '--out']);
    const line =
      'mkdir closed && chmod a-w closed && chmod a+rx . && ' +
      `${asNobody(`mlp train "$PWD/c.json" --out "$PWD/closed/run"`)}`;
    const { code, stderr } = await shell(line, { cwd: world.directory });
    expect({ code, stderr }).toMatchObject({
      code: 73,
      stderr: expect.stringContaining('permission denied'),
    });
  });
});

/** Runs a line as a user who may not do everything: root may write anywhere. */
const asNobody = (line: string) =>
  process.getuid?.() === 0
    ? 'setpriv --reuid 65534 --regid 65534 --clear-groups bash -c ' +
      `'${`mlp() { node "${join(process.cwd(), 'bin/mlp.js')}" "$@"; }; ${line}`}'`
    : line;
