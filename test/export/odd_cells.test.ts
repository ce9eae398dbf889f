import { beforeAll, expect, test } from 'vitest';
import { random, uniform } from '../../src/random.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { runs } from '../helpers/runs.js';
import { compiled, normal } from './compiled.js';

const rng = random(23, 'check');
const pick = <T>(values: readonly T[]): T => values[Math.floor(uniform(rng) * values.length)];
const field = (text: string) =>
  uniform(rng) < 0.2 || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const kinds = ['red', 'say "hi"', 'two\nlines', 'a, b'];
const day = () => new Date(Date.UTC(2020, 0, 1 + Math.floor(900 * uniform(rng)))).toISOString().slice(0, 10);
const row = () => [
  ...Array.from({ length: 5 }, () => (4 * uniform(rng) - 2).toFixed(3)),
  ...[day(), day(), pick(kinds), pick(['lo', 'hi'])],
];
const names = ['filled', 'binned', 'constant', 'dropped', 'needed', 'day', 'dropped_day', 'kind', 'y'];
const text = (rows: readonly (readonly string[])[]) =>
  [names, ...rows].map((cells) => `${cells.map(field).join(',')}\n`).join('');
const file = Array.from({ length: 60 }, (_, i) =>
  row()
    .with(2, '3')
    .with(0, i % 9 === 4 ? '' : String(i)),
);

const config = {
  name: 'odd',
  data: {
    train: 'train.csv',
    target: 'y',
    missing: 'median',
    missing_indicator: true,
    columns: {
      binned: { encode: { type: 'piecewise_linear', bins: 4 }, scale: 'quantile' },
      dropped: { missing: 'drop' },
      needed: { missing: 'error' },
      dropped_day: { missing: 'drop', type: 'date' },
      day: { type: 'date' },
    },
  },
  layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
  training: { epochs: 2 },
};

const numbers = ['-0', '0', '1e5', '+.5', '5e-324', '123456789.25', '3.', ' 7 '];
const missing = ['', 'NA', 'n/a', '-', ' ', 'NaN'];
const odd = [
  'abc',
  '7 kg',
  '1,5',
  '--2',
  '0x10',
  'two\nlines',
  'say "no"',
  '1_000',
  'n.a.',
  'é€',
  'infinit',
  '2024-02-30',
];
const refused = ['inf', '-Infinity', '1e400', '+INF', '1e308'];
const dates = ['2020-02-29 23:59', '1969-12-31', '31.12.2024', '20200101'];
const categories = [...kinds, 'unseen', 'RED', 'new\n"line"', '', 'NA', '1.0'];

/** A row that may hold anything, and now and then what ends the program. */
function bent(refusals: number): string[] {
  const number = (cell: string) => {
    const u = uniform(rng);
    if (u < refusals) return pick(refused);
    return u < 0.5 ? cell : pick(u < 0.7 ? numbers : u < 0.8 ? missing : odd);
  };
  return row().map((cell, i) => {
    if (names[i] === 'needed') return uniform(rng) < refusals ? pick([...odd, ...missing, ...refused]) : cell;
    if (i < 5) return number(cell);
    if (i < 7) return uniform(rng) < 0.6 ? cell : pick([...dates, ...missing, ...odd]);
    return i === 7 ? pick(categories) : cell;
  });
}

/** Counts of texts that were taken for missing values, by column, with the first, as either program tells them. */
function counts(stderr: string): string[] {
  const told = [...stderr.matchAll(/column (\w+): (\d+) cells? .*?\((?:first: )?line (\d+), "/g)];
  const [, line = ''] = /cells that are no .*?, taken for missing values: (.*)/.exec(stderr) ?? [];
  const byPredict = [...line.matchAll(/(?:^|; )(\w+): (\d+) \(first: line (\d+), "/g)];
  return [...told, ...byPredict].map(([, name, cells, first]) => `${name} ${cells} ${first}`).sort();
}

const directory = sharedDirectory();
let made: Awaited<ReturnType<typeof compiled>>;
beforeAll(async () => {
  made = await compiled({ 'train.csv': text(file), 'c.json': config }, 'c.json', directory);
});

test('the program in C takes for missing what predict does, with the same counts, and ends where it does', async () => {
  const { mlp, run, write } = made;
  const seen = { ended: 0, odd: 0, blank: 0 };
  for (let i = 0; i < runs(40, 250); i++) {
    write('rows.csv', text(Array.from({ length: 25 }, () => bent(i % 2 ? 0.02 : 0))));
    const expected = await mlp('predict run rows.csv');
    const given = run('', 'rows.csv');
    expect({ ...given, stdout: normal(given.stdout) }, expected.stderr).toMatchObject({
      code: expected.code,
      stdout: normal(expected.stdout),
    });
    // messages name five columns at most
    const all = counts(given.stderr);
    if (all.length <= 5) expect(all).toEqual(counts(expected.stderr));
    seen.ended += Number(given.code === 65);
    seen.odd += all.length;
    seen.blank += Number(given.stdout.includes('\n,'));
  }
  expect(
    Object.values(seen).every((count) => count > 10),
    JSON.stringify(seen),
  ).toBe(true);
}, 120_000);

test('says how many cells of which columns it took for missing, and the first of each', async () => {
  const { run } = made;
  const good = row().with(7, 'red');
  const rows = [
    good.with(0, 'ab\u007fc'),
    good.with(0, '7 kg').with(3, 'x'),
    good.with(5, 'May').with(0, '1 kg'),
  ];
  expect(run(text(rows)).stderr.split('\n')).toEqual([
    'warning: stdin: column filled: 2 cells that are no numbers, taken for missing values (first: line 2, "ab c")',
    'warning: stdin: column dropped: 1 cell that is no number, taken for a missing value: no answer (line 3, "x")',
    'warning: stdin: column day: 1 cell that is no date, taken for a missing value (line 4, "May")',
  ]);
}, 120_000);
