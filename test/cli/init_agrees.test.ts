import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';
import { runs } from '../helpers/runs.js';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`));
const decimals = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const commonest = (cell: fc.Arbitrary<string>, others: fc.Arbitrary<string>, share: number) =>
  fc.oneof({ weight: 100 - share, arbitrary: cell }, { weight: share, arbitrary: others });

/** Cells of columns as files hold them. */
const kinds = [
  decimals.map(String),
  decimals.map((x) => x.toFixed(2)),
  fc.integer({ min: 0, max: 4 }).map(String),
  decimals.map((x) => x.toFixed(2).replace('.', ',')),
  fc.integer({ min: 0, max: 9_999_999 }).map((x) => `$${x.toLocaleString('en-US')}`),
  fc.integer({ min: 0, max: 100 }).map((x) => `${x}%`),
  commonest(
    decimals.map((x) => x.toFixed(1)),
    decimals.map((x) => `${x.toFixed(1)} kg`),
    20,
  ),
  commonest(
    decimals.map((x) => x.toFixed(1)),
    fc.constantFrom('-', '?', 'n/a', 'NULL', ''),
    20,
  ),
  commonest(
    decimals.map((x) => x.toFixed(1).replace('.', ',')),
    fc.constantFrom('k. A.', 'n/a'),
    25,
  ),
  fc.constantFrom('1,5', '2,5', 'small', 'large', 'huge', '7'),
  commonest(
    decimals.map((x) => x.toFixed(1)),
    fc.constantFrom('<0.1', '>100'),
    15,
  ),
  commonest(
    decimals.map((x) => x.toFixed(1)),
    fc.stringMatching(/^[a-z]{2,5}$/),
    8,
  ),
  commonest(fc.integer({ min: 0, max: 9 }).map(String), fc.stringMatching(/^[a-z]$/), 30),
  commonest(decimals.map(String), fc.constantFrom('inf', '-inf', '1e999'), 5),
  fc.integer({ min: 0, max: 30 }).map((x) => String(x).padStart(3, '0')),
  digits(18),
  fc.constantFrom('208310224003697457', '208310224003697458'),
  fc.constantFrom('TRUE', 'True', 'false'),
  fc.constantFrom('red', 'Red', 'blue', 'N/A', 'None', ''),
  fc.stringMatching(/^[A-Z]{2}\d{4}$/),
];

test('what init takes a column for, train takes it for: as it stands, and by what init writes', async () => {
  const columns = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 });
  const table = columns.chain((cells) => fc.array(fc.tuple(...cells), { minLength: 25, maxLength: 60 }));
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const cwd = temporaryDirectory();
      const width = rows[0].length;
      const names = Array.from({ length: width }, (_, i) => `n${i}`);
      // numbers that are of no kind, so that something is left to predict from
      const lines = rows.map((row, i) => [
        ...row.map((cell) => `"${cell}"`),
        (i * 7.3) % 11,
        (i * i) % 13 > 5 ? 'p' : 'q',
      ]);
      writeFileSync(
        join(cwd, 'd.csv'),
        [[...names, 'x', 'y'], ...lines].map((line) => `${line.join(',')}\n`).join(''),
      );
      const proposed = await mlp(['init', 'd.csv', '--target', 'y', '--quiet'], { cwd });
      expect(proposed.code).toBe(0);
      const config = JSON.parse(proposed.stdout);
      writeFileSync(join(cwd, 'c.json'), proposed.stdout);
      const checked = await mlp(['check', 'c.json'], { cwd });
      expect(checked.code, checked.stderr + proposed.stdout).toBe(0);
      const inputs = /^inputs +\d+: (.*)$/m.exec(checked.stdout)![1].split(', ');
      for (const name of names) {
        const { ignore = [] } = config.data;
        const found = inputs.filter((input) => input === name || input.startsWith(`${name}=`));
        // a category has its texts in the names of its inputs, a number none
        if (ignore.includes(name)) expect(found).toEqual([]);
        else expect(found.length + (inputs.at(-1)!.startsWith('…') ? 1 : 0)).toBeGreaterThan(0);
      }
      expect(checked.stderr).not.toContain('in another format');
    }),
    { numRuns: runs(8, 200) },
  );
}, 120_000);
