import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateTable } from '../../src/data/generators/generate.js';
import { type GeneratorName, generators } from '../../src/data/generators/index.js';
import { generatorSchema } from '../../src/data/generators/schema.js';
import { loadDataset } from '../../src/data/load.js';
import { dataSchema } from '../../src/data/schema.js';
import type { NumberColumn } from '../../src/data/table/table.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';

describe.each(Object.keys(generators) as GeneratorName[])('mlp generate %s', (name) => {
  test('prints the numbers that a config would train on, to the bit', async () => {
    const { code, stdout, stderr } = await mlp([
      'generate',
      name,
      '--rows',
      '1500',
      '--noise',
      '0.3',
      '--seed',
      '5',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const table = generateTable(generatorSchema.parse({ generator: name, rows: 1500, noise: 0.3 }), 5);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe([...table.columns.keys()].join(','));
    expect(lines).toHaveLength(1501);
    [...table.columns.values()].forEach((column, j) => {
      const read = lines.slice(1).map((line) => Number(line.split(',')[j]));
      const { values } = column as NumberColumn;
      expect(read.every((value, i) => Object.is(value, values.at(i)))).toBe(true);
    });
  });

  test('read back from the file, it is the same data set as from the config', async () => {
    const directory = temporaryDirectory();
    const { stdout } = await mlp(['generate', name, '--rows', '40', '--noise', '0.1', '--seed', '3']);
    writeFileSync(join(directory, 'data.csv'), stdout);
    const load = (data: object) => loadDataset(dataSchema.parse(data), { seed: 3, directory });
    const fromFile = await load({ train: 'data.csv', target: generators[name].target });
    const generated = await load({ train: { generator: name, rows: 40, noise: 0.1 } });
    expect(fromFile.train).toEqual(generated.train);
  });

  test('the same seed, the same bytes; another seed, others', async () => {
    const text = async (seed: string) =>
      (await mlp(['generate', name, '--rows', '20', '--noise', '0.1', '--seed', seed])).stdout;
    expect(await text('1')).toBe(await text('1'));
    expect(await text('1')).not.toBe(await text('2'));
  });
});

test('without a name: a line for each generator', async () => {
  const { stdout } = await mlp(['generate']);
  for (const [name, { summary, target }] of Object.entries(generators)) {
    expect(stdout).toContain(summary);
    expect(stdout).toMatch(new RegExp(`^${name} +${target} `, 'm'));
  }
});

test('options come from the schema of the generator', async () => {
  const { stdout } = await mlp('generate function --expression x^2 --from -1 --to 1 --rows 3'.split(' '));
  expect(stdout).toBe('x,y\n-1,1\n0,0\n1,1\n');
});

test('a generator that cannot use its options is an error of usage', async () => {
  const { code, stdout, stderr } = await mlp(['generate', 'function', '--expression', '1/x', '--from', '0']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: --expression: 1\/x is Infinity at x = 0/);
});

test('mlp schema is the JSON Schema of the config, with every generator in it', async () => {
  const { code, stdout } = await mlp(['schema']);
  expect(code).toBe(0);
  const schema = JSON.parse(stdout);
  expect(schema.$schema).toContain('json-schema.org');
  for (const name of Object.keys(generators)) expect(stdout).toContain(`"${name}"`);
});
