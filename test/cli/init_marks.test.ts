import { describe, expect, test } from 'vitest';
import { project } from './project.js';

const rows = (header: string, row: (i: number) => string, count = 60) =>
  `${[header, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;

/** Proposes a config for data of this text, trains it, and gives the config and what both said. */
async function tried(content: string, ...flags: string[]) {
  const world = project({ 'data.csv': content });
  const { stdout, stderr } = await world.done('init data.csv');
  world.write('c.json', stdout);
  const trained = await world.done(`train c.json --out run ${flags.join(' ')}`);
  return { world, data: JSON.parse(stdout).data, notes: stderr, trained: trained.stderr };
}

describe('marks of missing values', () => {
  test('what spreadsheets, databases and pandas write is missing, in any type of column', async () => {
    const marks = ['#N/A', '#DIV/0!', '#VALUE!', '#REF!', '<NA>', '\\N'];
    const { notes } = await tried(
      rows('x,c,y', (i) =>
        i % 10 < 9
          ? `${i},${'ab'[i % 2]},${'uv'[i % 2]}`
          : `${marks[(i - 9) / 10]},${marks[(i - 9) / 10]},${marks[(i - 9) / 10]}`,
      ),
    );
    expect(notes).toMatch(/missing values: x 1 "#N\/A", .*; c 1 "#N\/A".*; y 1 "#N\/A"/);
    expect(notes).toContain('rows without a value are left out: y');
  });

  test('categories and labels that read like missing values are said once, with a flag that works', async () => {
    const { world, notes, trained } = await tried(
      rows('x,y', (i) => `${i % 7},${i % 10 === 9 ? 'n/a' : i % 7 < 4 ? 'low' : 'high'}`),
    );
    const flag = `--set 'data.columns.y.missing_values=["","n/a"]'`;
    const note = `kept as categories, though they read like missing values: y 6 "n/a"; to have them missing, ${flag}`;
    for (const text of [notes, trained]) expect(text.split(note)).toHaveLength(2);
    const { stderr } = await world.done(
      `train c.json --out again --set data.columns.y.missing_values=["","n/a"]`,
    );
    expect(stderr).toContain('6 rows of 60 left out, as the target y is missing');
    expect(stderr).not.toContain('read like');
  });
});

describe('numbers as accounts and Europeans write them', () => {
  test('amounts in parentheses are negative, and brackets are classes', async () => {
    const { data, notes } = await tried(
      rows(
        'profit,income',
        (i) => `${i % 3 ? `"1,${100 + i}"` : `"(2,${100 + i})"`},${i % 3 ? '<=50K' : '>50K'}`,
      ),
    );
    expect(data.columns).toEqual({ profit: { thousands: ',', prefix: '(', suffix: ')' } });
    expect(data.target).toBe('income');
    expect(notes).toContain('profit ("(2,100)" is -2100: thousands ",", prefix "(", suffix ")")');
  });

  test('thousands of euros, and cells beside them that are no amounts', async () => {
    const { data, notes } = await tried(
      rows('m2;price', (i) => `${(i * 7) % 31};${i === 7 ? 'on request' : `${100 + 3 * i}.000 €`}`),
    );
    expect(data).toMatchObject({ decimal: ',', columns: { price: { thousands: '.', suffix: '€' } } });
    expect(notes).toContain('"100.000 €" may also be 100: the file does not tell; if so, --set');
    expect(notes).toContain(
      'price: 1 of 60 cells is no number (such as "on request"): taken for missing values',
    );
  });

  test('thousands with a comma beside decimals with a comma: each column has its own', async () => {
    const { data, notes } = await tried(
      rows('a;b', (i) => `$${1 + (i % 9)},${100 + i * 7};0,${10 + (i % 80)}`),
    );
    expect(data.columns).toEqual({ a: { thousands: ',', prefix: '$' }, b: { decimal: ',' } });
    expect(notes).not.toContain('data.decimal');
  });

  test('one number of another format in a column with a decimal comma brings no advice for all', async () => {
    const { world, trained } = await tried(
      rows('a;b', (i) => `${i === 9 ? '1.50' : `0,${10 + (i % 80)}`};${i % 7},5`),
    );
    expect(trained).toContain('59 of 60 cells are numbers, 1 is not (first: line 11, "1.50"): filled');
    expect(trained).not.toContain('decimal=.');
    const { stderr } = await world.mlp('predict run', { stdin: 'a\n0.5\n' });
    expect(stderr).toContain('0.5');
  });

  test('numbers of several units are left out for that', async () => {
    const { notes } = await tried(
      rows('w,x,y', (i) => `${i + 0.5} ${i % 4 ? 'kg' : 'lbs'},${(i * 7) % 31},${(i % 9) / 4}`),
    );
    expect(notes).toContain('left out (numbers of several units, "kg", "lbs": write them in one): w');
  });

  test('bounds are told in one note', async () => {
    const { notes } = await tried(rows('x,y', (i) => `${i % 10 === 9 ? '<0.1' : `0.${i % 7}3`},${i % 4}.5`));
    expect(notes.match(/<0\.1/g)).toHaveLength(1);
    expect(notes).toContain(
      'x: 54 of 60 cells are numbers, 6 are not (first: line 11, "<0.1"): bounds, not values, read as their limit',
    );
  });
});

test('numbers that look like dates are named, with a flag that makes them dates', async () => {
  const { world, notes } = await tried(
    rows('day,x,y', (i) => `2024${10 + (i % 3)}${10 + (i % 20)},${(i * 7) % 31},${(i % 9) / 4}`),
  );
  const flag = '--set data.columns.day.format=%Y%m%d';
  expect(notes).toContain(
    `numbers that look like dates, as 20241010 does, and stay numbers: day; as dates, `,
  );
  expect(notes).toContain(flag);
  const { stderr } = await world.done(`train c.json --out dated ${flag}`);
  expect(stderr).toContain('column day holds dates (%Y%m%d)');
});

test('rows with names, as R writes them, bring a header that begins with a delimiter', async () => {
  const world = project({ 'data.csv': rows('"x","y"', (i) => `"${i + 1}",${(i * 7) % 31},${i % 3}`) });
  const { code, stderr } = await world.mlp('init data.csv');
  expect(code).toBe(65);
  expect(stderr).toContain('as R writes it, begin the header line with a delimiter');
  world.write('data.csv', `,${rows('"x","y"', (i) => `"${i + 1}",${(i * 7) % 31},${i % 3}`)}`);
  await world.done('init data.csv');
});
