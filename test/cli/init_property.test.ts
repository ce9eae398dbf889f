import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mlp } from '../helpers/cli.js';
import { runs } from '../helpers/runs.js';
import { project } from './project.js';

/** Makes the cells of a column, for so many rows. */
type Kind = (rows: number) => fc.Arbitrary<string[]>;

const cells =
  (cell: fc.Arbitrary<string>): Kind =>
  (rows) =>
    fc.array(cell, { minLength: rows, maxLength: rows });
const int = (min: number, max: number) => fc.integer({ min, max }).map(String);
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(String);
const words = ['red', 'green', 'blue', 'Red', 'with space', 'a,b', 'say ""hi""', 'ü', '=1+1', '1 apple'];

/** A column that is as `kind`, with some cells of another sort among them. */
const mixed =
  (kind: Kind, other: fc.Arbitrary<string>, one: number): Kind =>
  (rows) =>
    fc
      .tuple(kind(rows), fc.array(fc.tuple(fc.nat(one), other), { minLength: rows, maxLength: rows }))
      .map(([list, others]) => list.map((cell, i) => (others[i][0] === 0 ? others[i][1] : cell)));

const count: Kind = (rows) => fc.constant(Array.from({ length: rows }, (_, i) => String(i)));
const each =
  (text: (i: number) => string): Kind =>
  (rows) =>
    fc.constant(Array.from({ length: rows }, (_, i) => text(i)));
const missing = fc.constantFrom('', 'NA', 'n/a', '-', '?', 'null', 'NaN');

const kinds: readonly Kind[] = [
  cells(real),
  cells(int(-5, 5)),
  cells(int(0, 3000)),
  cells(fc.constantFrom('0', '1')),
  cells(fc.constantFrom('TRUE', 'false', 'True')),
  cells(fc.constantFrom('yes', 'no')),
  cells(fc.constantFrom(...words)),
  cells(int(0, 30).map((n) => `P${n.padStart(2, '0')}`)),
  cells(int(0, 200).map((n) => n.padStart(5, '0'))),
  cells(int(1, 28).map((n) => `2024-02-${n.padStart(2, '0')}`)),
  cells(int(1, 28).map((n) => `${n.padStart(2, '0')}.02.2024`)),
  cells(int(0, 9999).map((n) => `$${n}`)),
  cells(int(0, 99).map((n) => `${n}%`)),
  cells(fc.tuple(int(0, 99), int(0, 99)).map(([a, b]) => `${a},${b}`)),
  cells(int(0, 99).map((n) => `${n} m2`)),
  cells(fc.constantFrom('1e308', '-1e308', '1e-300')),
  cells(fc.constantFrom('0.3', '0.30000000000000004')),
  each(() => '7'),
  each(() => 'same'),
  each(() => ''),
  count,
  each((i) => `name ${i}`),
  each((i) => String(208310224003697470n + BigInt(i))),
  each((i) => String(i % 2 ? i : i / 4)),
  mixed(cells(real), missing, 5),
  mixed(cells(int(0, 9)), missing, 2),
  mixed(cells(fc.constantFrom(...words)), missing, 4),
  mixed(cells(real), fc.constantFrom('low', 'high', '<0.1', '10+', 'inf'), 8),
  mixed(cells(int(0, 50)), fc.constantFrom(...words), 2),
  mixed(cells(fc.constantFrom('a', 'b')), int(0, 9), 2),
  mixed(
    each((i) => (i === 0 ? 'rare' : 'common')),
    missing,
    9,
  ),
];

const names = ['x', 'y', 'a.b', 'a b', 'ID', '__proto__', 'constructor', 'x[0]', "it's", 'Größe', '"q"', '1'];
const quoted = (cell: string) => (/[",\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"+/g, '""')}"` : cell);

const files = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 80 })),
    fc.integer({ min: 1, max: 5 }),
  )
  .chain(([rows, columns]) =>
    fc.record({
      header: fc.uniqueArray(fc.constantFrom(...names), { minLength: columns, maxLength: columns }),
      columns: fc.array(
        fc.constantFrom(...kinds).chain((kind) => kind(rows)),
        { minLength: columns, maxLength: columns },
      ),
      duplicate: fc.boolean(),
      task: fc.constantFrom(
        undefined,
        undefined,
        undefined,
        'reconstruction',
        'classification',
        'regression',
      ),
      target: fc.option(fc.nat(columns - 1)),
    }),
  )
  .map(({ header, columns, duplicate, task, target }) => {
    const rows = columns[0].map((_, i) => columns.map((column) => quoted(column[i])).join(','));
    const flags = [
      ...(task ? ['--task', task] : []),
      ...(target === null ? [] : ['--target', header[target]]),
    ];
    return {
      flags,
      text: `${[header.map(quoted).join(','), ...rows, ...(duplicate ? rows : [])].join('\n')}\n`,
    };
  });

test('what init writes passes check and trains, for any file that it accepts; others it refuses with a reason', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(files, async ({ text, flags }) => {
      const world = project({ 'data.csv': text });
      const proposal = await mlp(['init', 'data.csv', ...flags], { cwd: world.directory });
      if (proposal.code !== 0) {
        // 2: a header "1" above numbers is a row to init, so that --target 1 is no column
        expect([2, 65]).toContain(proposal.code);
        expect(proposal.stderr).toMatch(/^error: (--target: )?data\.csv/m);
        return;
      }
      accepted++;
      world.write('c.json', proposal.stdout);
      const checked = await world.mlp('check c.json --quiet');
      expect(checked.code, `${proposal.stdout}\n${checked.stderr}`).toBe(0);
      const trained = await world.mlp('train c.json --out run --quiet --set training.epochs=2');
      expect(trained.code, `${proposal.stdout}\n${trained.stderr}`).toBe(0);
    }),
    { numRuns: runs(15, 300) },
  );
  expect(accepted).toBeGreaterThan(0);
});
