import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project } from '../cli/project.js';
import { runs } from '../helpers/runs.js';
import { cases, fuzzedCsv, trainCsv } from './cases.js';

const config = new Map(cases);
const subjects = [
  'all parts of dates',
  'blocks in blocks, options that are not the usual ones',
  'encoding piecewise_linear 1',
];
const warnings = ['-Wall', '-Wextra', '-pedantic', '-Werror'];
const sanitizers = ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const flags = [
  ['-std=c99', '-O0'],
  ['-std=c99', '-O3', '-march=native'],
  ['-O3', '-march=native'],
  ['-std=c99', ...sanitizers],
  ['-std=c11', '-O2', '-ffp-contract=off'],
];
const compilers = ['gcc', 'clang'].filter((cc) => spawnSync(cc, ['--version']).status === 0);

/** Whether a compiler has the libraries of its sanitizers. */
const hasSanitizers = (cc: string) =>
  spawnSync(cc, [...sanitizers, '-x', 'c', '-', '-o', '/dev/null'], { input: 'int main(void) { return 0; }' })
    .status === 0;

/** A project with the C file of a model, and what it prints of the fuzzed rows that predict can answer. */
async function exported(what: string) {
  const made = project({ 'train.csv': trainCsv, 'fuzzed.csv': fuzzedCsv(), 'c.json': config.get(what)! });
  await made.done('train c.json --out run --quiet');
  await made.done('export run --format c --out m.c');
  const { stdout } = await made.done('predict run train.csv');
  return { ...made, expected: stdout };
}

/** Numbers as JavaScript prints them, whatever digits they have. */
const normal = (text: string) =>
  text.replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi, (digits) => String(Number(digits)));

describe.each(runs(subjects.slice(0, 1), subjects))('%s', (what) => {
  test('no warning, and the same output, whatever the compiler and its flags', async () => {
    const { directory, expected } = await exported(what);
    const sanitizing = compilers.find(hasSanitizers);
    expect(sanitizing).toBeDefined();
    for (const cc of compilers) {
      const [boldest, sanitized] = flags.slice(2);
      for (const options of runs([cc === sanitizing ? sanitized : boldest], flags)) {
        if (options === sanitized && cc !== sanitizing && !hasSanitizers(cc)) continue;
        const program = join(directory, 'program');
        const source = join(directory, 'm.c');
        execFileSync(cc, [...options, ...warnings, '-DALL_KINDS_MAIN', source, '-lm', '-o', program]);
        const stdout = execFileSync(program, [join(directory, 'train.csv')]).toString();
        expect({ cc, options, stdout: normal(stdout) }).toEqual({ cc, options, stdout: normal(expected) });
      }
    }
  }, 120_000);
});

describe('a file of C', () => {
  test('is a part of another program, by its declarations', async () => {
    const { directory, write } = await exported('several targets, scaled');
    write(
      'other.c',
      '#include <math.h>\n#include <stdio.h>\n#define ALL_KINDS_DECLARATIONS\n#include "m.c"\n' +
        'int main(void) {\n' +
        '  struct all_kinds_row row = {1.5, 3.5, NAN, 0.0, "plain", 0, 86400.0};\n' +
        '  struct all_kinds_answer answer;\n' +
        '  printf("%d %d\\n", all_kinds_self_test(), all_kinds_predict(&row, &answer));\n' +
        '  row.petal_length_2 = INFINITY;\n' +
        '  printf("%d\\n", all_kinds_predict(&row, &answer));\n' +
        '  return 0;\n}\n',
    );
    const [m, other, program] = ['m.c', 'other.c', 'program'].map((name) => join(directory, name));
    execFileSync('cc', ['-std=c99', ...warnings, m, other, '-lm', '-o', program]);
    expect(execFileSync(program).toString()).toBe('0 0\n2\n');
  }, 60_000);

  test('refuses a compiler that does not keep to the rules of floating-point numbers', async () => {
    const { directory, read, write } = await exported('several targets, scaled');
    const source = join(directory, 'm.c');
    const fast = spawnSync('cc', ['-ffast-math', '-c', source, '-o', join(directory, 'm.o')]);
    expect(fast.stderr.toString()).toMatch(/-ffast-math changes results/);
    // as it would be where products and sums were fused, or a function gave another last bit
    write('m.c', read('m.c').replace('a * b + c != 0.0', 'fma(a, b, c) != 0.0'));
    const program = join(directory, 'program');
    execFileSync('cc', ['-std=c99', '-DALL_KINDS_MAIN', source, '-lm', '-o', program]);
    const { status, stdout, stderr } = spawnSync(program, [join(directory, 'train.csv')]);
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 70, stdout: '' });
    expect(stderr.toString()).toMatch(/error: .* -ffp-contract=off/);
  }, 60_000);
});
