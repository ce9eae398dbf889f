import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatePartName, datePartNames, momentOf, partOf } from '../../src/data/dates/index.js';
import { functions } from '../../src/export/code.js';
import * as math from '../../src/math/index.js';
import { random, uniform } from '../../src/random.js';
import { runs } from '../helpers/runs.js';

// Functions of one number, as exports have them in C and in JavaScript, against their source: the same bits.

type OfOne = (x: number) => number;

const dateFunctions = Object.fromEntries(
  datePartNames.flatMap((name: DatePartName): [string, OfOne][] => {
    const { period, value } = partOf(name);
    if (!period) return [[`date_${name}`, (seconds) => value(momentOf(seconds))]];
    const degrees = (seconds: number) => (360 * value(momentOf(seconds))) / period(momentOf(seconds));
    return [
      [`date_${name}_sin`, (seconds) => math.sind(degrees(seconds))],
      [`date_${name}_cos`, (seconds) => math.cosd(degrees(seconds))],
    ];
  }),
);
const { atan2: _, pow: __, erfc: ___, probit: ____, ...elementary } = math;
const subjects: Readonly<Record<string, OfOne>> = { ...elementary, erfc: math.erfc, ...dateFunctions };

const special = [
  0, -0, 1, -1, 0.5, 30, 45, 90, -90, 180, 360, 1e308, -1e308, 5e-324, 1e-310, 709.9, -745.2, 22,
];
const moments = [0, -1, 86399.5, 951782399, 951782400, 1709164800, -2203891200, 4107542400, -62135596800];
const rng = random(5, 'check');
const drawn = Array.from({ length: runs(400, 20_000) }, (_, i) => {
  const u = 2 * uniform(rng) - 1;
  const power = 2 ** Math.floor(1000 * uniform(rng));
  return [u, 10 * u, 800 * u, 1e9 * u, u * power, u / power][i % 6];
});
const dates = [...moments, ...Array.from({ length: runs(400, 20_000) }, () => 4e9 * (2 * uniform(rng) - 1))];
const valuesFor = (name: string) =>
  name.startsWith('date_') ? dates : [...special, Infinity, -Infinity, Number.NaN, ...drawn];

const bits = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

const names = Object.keys(subjects);
const directory = mkdtempSync(join(tmpdir(), 'mlp-test-'));

/** All functions in an order in which each comes after those that it calls. */
const texts = (language: 'js' | 'c') => Object.values(functions).map((each) => each[language]);

const main = `
#include <stdio.h>
int main(int count, char **argument) {
  uint64_t bits;
  (void)count;
  while (scanf("%16llx", (unsigned long long *)&bits) == 1) {
    double x, y = 0;
    memcpy(&x, &bits, sizeof x);
${names.map((name) => `    if (strcmp(argument[1], "${name}") == 0) y = mlp_${name}(x);`).join('\n')}
    memcpy(&bits, &y, sizeof y);
    if (y != y) puts("nan"); else printf("%016llx\\n", (unsigned long long)bits);
  }
  return 0;
}`;
const headers = '#include <math.h>\n#include <stdint.h>\n#include <string.h>\n#define MLP_THREAD __thread\n';
const source = `${headers}${texts('c').join('\n')}\n${main}\n`;

beforeAll(() => {
  writeFileSync(join(directory, 'all.c'), source);
  execFileSync('cc', [
    '-std=c99',
    '-O2',
    '-w',
    join(directory, 'all.c'),
    '-lm',
    '-o',
    join(directory, 'all'),
  ]);
  writeFileSync(join(directory, 'all.mjs'), `${texts('js').join('\n')}\nexport { ${names.join(', ')} };\n`);
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true }));

describe('functions as exports have them', () => {
  test.each(names)('%s', async (name) => {
    const values = valuesFor(name);
    const wanted = values.map((value) => bits(subjects[name](value)));
    const inJs = (await import(join(directory, 'all.mjs')))[name];
    expect(values.map((value) => bits(inJs(value)))).toEqual(wanted);
    const input = `${values.map((value) => (Number.isNaN(value) ? '7ff8000000000000' : bits(value))).join('\n')}\n`;
    const given = execFileSync(join(directory, 'all'), [name], { input }).toString().trim().split('\n');
    const differing = values.filter((_, i) => given[i] !== wanted[i]);
    expect(differing).toEqual([]);
  });
});
