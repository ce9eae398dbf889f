import { describe, expect, test } from 'vitest';
import { featureNames } from '../../../src/data/preprocessing/index.js';
import { dataSchema } from '../../../src/data/schema.js';
import { type Config, failure, load } from '../support.js';

const rows = ['2023-01-02 00:30', '2024-02-03 06:30', '2024-07-28 12:30', '2024-12-31 18:30'];
const text = ['when,y', ...rows.map((when, i) => `${when},${i + 0.5}`)].join('\n');
const dates = (settings: object = {}, more: object = {}): Config => ({
  target: 'y',
  columns: { when: { type: 'date', ...settings } },
  ...more,
});

async function encoded(config: Config, input = text) {
  const { train, preprocessing, notes, warnings } = await load(input, config);
  return { x: [...train.x], names: featureNames(preprocessing), preprocessing, notes, warnings };
}

/** The values that a network gets, rounded: sines and cosines of these turns. */
const wave = (turn: number) => [Math.sin(2 * Math.PI * turn), Math.cos(2 * Math.PI * turn)];
const close = (found: readonly number[], expected: readonly number[]) => {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 12);
  });
};

describe('a column of dates', () => {
  test.each([
    ['month', [0, 1 / 12, 6 / 12, 11 / 12]],
    ['day', [1 / 31, 2 / 29, 27 / 31, 30 / 31]],
    ['weekday', [0, 5 / 7, 6 / 7, 1 / 7]],
    ['day_of_year', [1 / 365, 33 / 366, 209 / 366, 365 / 366]],
    ['hour', [0, 1 / 4, 1 / 2, 3 / 4]],
  ])('%s: a pair of sine and cosine', async (part, turns) => {
    const { x, names } = await encoded(dates({ parts: [part] }));
    expect(names).toEqual([`when.${part}.sin`, `when.${part}.cos`]);
    close(x, turns.flatMap(wave));
  });

  test('year and days are numbers, scaled as the column is', async () => {
    const { x, names } = await encoded(dates({ parts: ['year', 'days'], scale: 'none' }));
    expect(names).toEqual(['when.year', 'when.days']);
    const days = rows.map((row) => Date.parse(`${row.replace(' ', 'T')}Z`) / 86_400_000);
    close(x, [2023, days[0], 2024, days[1], 2024, days[2], 2024, days[3]]);
    close((await encoded(dates({ parts: ['year'], scale: 'minmax' }))).x, [0, 1, 1, 1]);
  });

  test('without parts those that vary are taken, and it is said which', async () => {
    const { names, notes } = await encoded(dates());
    expect(names.map((name) => name.split('.')[1])).toEqual([
      ...['month', 'month', 'weekday', 'weekday', 'hour', 'hour', 'days'],
    ]);
    expect(notes).toContain(
      'column when holds dates (iso), of which the network gets what varies: month, weekday, hour, days; ' +
        `to choose: --set 'data.columns.when.parts=["month","weekday","hour","days"]'`,
    );
    expect((await encoded(dates({ parts: ['hour'] }))).notes).not.toContainEqual(
      expect.stringContaining('holds dates'),
    );
  });

  test('a part that does not vary is constant: 0, whatever comes', async () => {
    const { x, warnings, preprocessing } = await encoded(dates({ parts: ['minute', 'hour'] }));
    expect(x.filter((_, i) => i % 4 < 2)).toEqual(new Array(8).fill(0));
    expect(warnings[0]).toContain('column when.minute is the same in every training row');
    expect(preprocessing.features[0]).toMatchObject({
      kind: 'date',
      format: 'iso',
      parts: ['minute', 'hour'],
      scalings: [{ scale: 0 }, { center: -1, scale: 0 }, { scale: 1 }, { scale: 1 }],
    });
  });

  test.each([
    ['drop', 3, undefined],
    ['most_frequent', 4, Date.UTC(2024, 0, 1)],
    ['mean', 4, Date.UTC(2024, 0, 3, 8)],
    ['median', 4, Date.UTC(2024, 0, 1)],
    ['constant', 4, Date.UTC(2030, 11, 24)],
  ])('missing: %s', async (missing, count, filled) => {
    const input = 'when,y\n01.01.2024,1.5\n,2.5\n01.01.2024,3.5\n08.01.2024,4.5\n';
    const settings = { format: '%d.%m.%Y', parts: ['days'], scale: 'none', missing, fill: '24.12.2030' };
    const { x } = await encoded(dates(settings), input);
    expect(x.length).toBe(count);
    if (filled !== undefined) expect(x[1]).toBeCloseTo(filled / 86_400_000, 9);
  });

  test('missing dates are refused unless said, and a fill has to be a date', async () => {
    const input = 'when,y\n2024-01-01,1.5\n,2.5\n';
    expect(await failure(encoded(dates(), input))).toContain(
      'data: stdin:3:1: column 1 (when): a missing value',
    );
    expect(await failure(encoded(dates({ missing: 'constant' }), input))).toContain(
      'config: data.columns.when.fill: 0 is no date to fill in: it is not of the form 2024-05-31',
    );
  });

  test('what is no date is refused with its place and the reason', async () => {
    expect(await failure(encoded(dates(), 'when,y\n2024-01-01,1\n2024-02-30,2\n'))).toContain(
      'data: stdin:3:1: column 1 (when) holds dates, but this is "2024-02-30": February 2024 has 29 days ' +
        '(1 of 2 cells are dates); as missing values: --set data.columns.when.missing=median (or drop)',
    );
  });

  test('more than a thousand different ones are read', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => new Date(1e12 + i * 7e6).toISOString());
    const { x } = await encoded(
      dates({ parts: ['days'], scale: 'none' }),
      `when,y\n${many.map((when, i) => `${when},${i}.5\n`).join('')}`,
    );
    close(x.slice(-1), [(1e12 + 2999 * 7e6) / 86_400_000]);
  });

  test.each<[string, string, Config]>([
    ['iso', '2024-05-31', {}],
    ['%d.%m.%Y', '31.05.2024', {}],
    ['%H:%M', '14:05', {}],
    ['%Y%m%d', '20240531', { columns: { when: { format: '%Y%m%d' } } }],
    ['iso', '20240531', { columns: { when: { type: 'date' } } }],
    ['%m/%d/%Y', '5/31/2024', { columns: { when: { parts: ['weekday'] } } }],
  ])('is inferred, its format %s too: %s', async (format, cell, config) => {
    const { preprocessing } = await encoded({ target: 'y', ...config }, `when,y\n${cell},1.5\n${cell},2.5\n`);
    expect(preprocessing.features[0]).toMatchObject({ kind: 'date', format });
  });

  test('is said to be inferred, and taken for categories where the config says so', async () => {
    const inferred = await encoded({ target: 'y' });
    expect(inferred.notes.join('\n')).toContain('; as categories: --set data.columns.when.type=category');
    const categories = await encoded({ target: 'y', columns: { when: { type: 'category' } } });
    expect(categories.names[0]).toBe('when=2023-01-02 00:30');
  });

  test('has a warning where all of its dates are of two formats', async () => {
    const input = 'when,y\n05/04/2024,1.5\n05/06/2024,2.5\n';
    const { warnings, preprocessing } = await encoded({ target: 'y' }, input);
    expect(preprocessing.features[0]).toMatchObject({ format: '%m/%d/%Y' });
    expect(warnings[0]).toBe(
      'column when: all of its dates can be of the format %d/%m/%Y as well as of %m/%d/%Y, as which they are read; ' +
        'for the other, --set data.columns.when.format=%d/%m/%Y; to confirm, --set data.columns.when.format=%m/%d/%Y',
    );
    const settled = await encoded({ target: 'y', columns: { when: { format: '%d/%m/%Y' } } }, input);
    expect(settled.preprocessing.features[0]).toMatchObject({
      format: '%d/%m/%Y',
      parts: ['month', 'weekday', 'days'],
    });
    expect(settled.warnings).toEqual([]);
  });

  test('turns to the other order of day and month where a later date says so', async () => {
    const minutes = Array.from({ length: 20_000 }, (_, i) => {
      const [date, time] = new Date(Date.UTC(2024, 1, 1) + i * 60_000).toISOString().slice(0, 16).split('T');
      return `${date.split('-').reverse().join('/')} ${time}`;
    });
    const input = `when,y\n${minutes.map((when, i) => `${when},${i}.5`).join('\n')}\n`;
    const { x, warnings, preprocessing } = await encoded(dates({ parts: ['days'], scale: 'none' }), input);
    expect(preprocessing.features[0]).toMatchObject({ format: '%d/%m/%Y %H:%M' });
    expect(warnings).toEqual([]);
    expect(x.length).toBe(20_000);
    for (const i of [0, 1, 999, 1000, 15_000, 19_999])
      expect(x[i]).toBeCloseTo((Date.UTC(2024, 1, 1) + i * 60_000) / 86_400_000, 9);
  });

  test('is one where nine of ten cells are; the others follow missing, with their count', async () => {
    const odd: Record<number, string> = { 7: 'tba', 9: '31.02.2024', 11: 'NaT' };
    const cells = Array.from({ length: 30 }, (_, i) => odd[i] ?? `${i + 1}.03.2024`);
    const input = `when,y\n${cells.map((when, i) => `${when},${i}.5`).join('\n')}\n`;
    expect(await failure(encoded({ target: 'y' }, input))).toContain(
      'data: stdin:9:1: column 1 (when) holds dates, but this is "tba": it is not of the format %d.%m.%Y ' +
        '(27 of 29 cells are dates); ',
    );
    const settings = { missing: 'drop', parts: ['days'] };
    const { x, warnings, notes } = await encoded(
      { target: 'y', columns: { when: settings } } as Config,
      input,
    );
    expect(x.length).toBe(27);
    expect(warnings[0]).toBe(
      'column when: 27 of 29 cells are dates, 2 are not (first: line 9, "tba"): their rows are left out',
    );
    expect(notes).toContain('missing values: when 1 "NaT"');
  });

  test('is none where a thousand texts are dates, and too many of the others are not', async () => {
    const cells = Array.from({ length: 2000 }, (_, i) =>
      i < 1200 ? new Date(1e12 + i * 7e7).toISOString() : `text ${i}`,
    );
    const input = `when,y\n${cells.map((when, i) => `${when},${i}.5`).join('\n')}\n`;
    expect(await failure(encoded({ target: 'y' }, input))).toContain('has more than 1000 different texts');
  });

  test('is no target, and no variable of basis functions', async () => {
    expect(await failure(load(text, { ...dates(), target: 'when' }))).toContain(
      'data.target: when holds dates, which cannot be predicted; predict a number made of them (the days until ' +
        `then), or take them for classes: --set 'data.columns.when={"type":"category"}'`,
    );
    expect(await failure(load(text, { ...dates(), basis: ['when^2'] }))).toContain(
      'data.basis: uses when, which holds dates',
    );
  });
});

describe('settings of a column of dates', () => {
  test.each([
    [{ type: 'category', format: '%d.%m.%Y' }, 'goes with type "date"'],
    [{ type: 'number', parts: ['hour'] }, 'goes with type "date"'],
    [{ type: 'date', format: 'DD.MM.YYYY' }, 'has no year, month or hour'],
    [{ type: 'date', format: '%H:%M', parts: ['hour', 'year'] }, 'dates of the format %H:%M have no year'],
    [{ type: 'date', parts: ['hour', 'hour'] }, 'hour is named twice'],
    [{ type: 'date', parts: ['century'] }, 'Invalid option'],
    [{ type: 'date', parts: [] }, 'Too small'],
  ])('%j: %s', (settings, message) => {
    const { error } = dataSchema.safeParse({ train: '-', columns: { when: settings } });
    expect(error?.issues[0].message).toContain(message);
  });
});
