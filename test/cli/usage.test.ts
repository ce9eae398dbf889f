import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { integer, number } from '../../src/cli/options.js';
import { mlp, repository } from '../helpers/cli.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the version is that of the package', async () => {
  expect(await mlp(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

test('a start loads little: no schema, no data', () => {
  const loaded = new Map<string, string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.set(file, readFileSync(file, 'utf8'));
    for (const [, path] of loaded.get(file)!.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
      load(join(dirname(file), path));
  };
  load(join(repository, 'dist/cli/main.js'));
  const text = [...loaded.values()].join('');
  expect(text).toContain('CommanderError');
  // commander and chalk are 75 kB of it; zod alone would be 200.
  expect(text.length).toBeLessThan(120_000);
});

describe('usage errors end with 2 and say what was expected', () => {
  test.each([
    ['genrate', 'Did you mean generate?'],
    ['generate spirla', 'did you mean "spiral"?'],
    ['generate nonsense', 'there are xor'],
    ['generate xor --rwos 3', 'Did you mean --rows?'],
    ['generate xor --rows', 'argument missing'],
    ['generate xor --rows abc', 'Expected a number'],
    ['generate xor --rows 0', 'Expected a number above 0'],
    ['generate xor --rows 1.5', 'Expected a whole number'],
    ['generate xor --noise 1e400', 'Expected a number'],
    ['generate xor --noise NaN', 'Expected a number'],
    ['generate xor --seed 1.5', 'Expected a whole number from 0 to 4294967295'],
    ['generate xor --seed 4294967296', 'Expected a whole number from 0 to 4294967295'],
    ['generate xor 3', 'too many arguments'],
    ['check', "missing required argument 'config'"],
    ['check configs/iris.json --seed abc', 'Expected a whole number'],
    ['check configs/iris.json --set training.epcohs=3', 'did you mean "epochs"?'],
    ['check configs/iris.json --set training.epochs=abc', 'expected a number, found "abc"'],
    ['check configs/iris.json --set nonsense', 'expected key=value'],
    ['check configs/iris.json --jsn', 'Did you mean --json?'],
    ['init datasets/iris.csv --target specis', 'did you mean "species"?'],
    ['init datasets/iris.csv --task clustering', 'Allowed choices are classification, regression'],
  ])('mlp %s', async (line, expected) => {
    const { code, stdout, stderr } = await mlp(line.split(' '));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('a flag comes before the environment, the environment before the config, the config before the default', () => {
  const seedOf = async (args: readonly string[], env = {}) => {
    const { stdout } = await mlp(['check', 'configs/iris.json', '--json', ...args], { env });
    return JSON.parse(stdout).config.seed;
  };

  test('the seed', async () => {
    expect(await seedOf([])).toBe(0);
    expect(await seedOf(['--set', 'seed=5'])).toBe(5);
    expect(await seedOf([], { MLP_SEED: '6' })).toBe(6);
    expect(await seedOf(['--seed', '7'], { MLP_SEED: '6' })).toBe(7);
  });

  test('a switch that is off in the environment is off', async () => {
    for (const [value, isJson] of [
      ['1', true],
      ['true', true],
      ['0', false],
      ['false', false],
      ['', false],
    ] as const) {
      const { stdout } = await mlp(['check', 'configs/iris.json'], { env: { MLP_JSON: value } });
      expect(stdout.startsWith('{'), value).toBe(isJson);
    }
  });

  test('a bad value in the environment is named', async () => {
    const { code, stderr } = await mlp(['generate', 'xor'], { env: { MLP_SEED: 'x' } });
    expect(code).toBe(2);
    expect(stderr).toContain('MLP_SEED in the environment: "x" is invalid. Expected a whole number');
  });

  test('the environment is the one that the program was given', async () => {
    vi.stubEnv('MLP_SEED', '9');
    expect(await seedOf([])).toBe(0);
  });
});

describe('numbers of the command line', () => {
  test('integers in their range are read, all else is refused', () => {
    const read = integer(-5, 1000);
    fc.assert(fc.property(fc.integer({ min: -5, max: 1000 }), (n) => read(String(n)) === n));
    for (const text of ['', ' 1', '1.0', '1e2', '0x10', '1_000', '-6', '1001', 'NaN', 'Infinity', '９'])
      expect(() => read(text), text).toThrow('Expected a whole number from -5 to 1000.');
  });

  test('finite doubles are read to the bit, all else is refused', () => {
    const read = number();
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(finite, (x) => Object.is(read(Object.is(x, -0) ? '-0' : String(x)), x)));
    for (const text of ['', 'abc', '1e400', '-1e400', 'NaN', 'Infinity', '0x10', '1,5'])
      expect(() => read(text), text).toThrow('Expected a number.');
    expect(() => number(0, 1)('2')).toThrow('Expected a number of at least 0 and of at most 1.');
  });
});
