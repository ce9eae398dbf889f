import { describe, expect, test } from 'vitest';
import { bare, flagsIn, rows } from './doubts.js';
import { project } from './project.js';

describe('targets that are numbers in another format', () => {
  test('a price in few rows is a number: init says regression, and train refuses to take it for classes', async () => {
    const prices = ['12,50 €', '9,99 €', '-3,00 €', '1.000,00 €'];
    const content = rows('x;price', (i) => `${(i * 3) % 7};${prices[i]}`, 4);
    const world = project({ 'data.csv': content, 'bare.json': bare('price', { delimiter: ';' }) });
    const { stdout, stderr } = await world.done('init data.csv');
    const { task, data } = JSON.parse(stdout);
    expect(task).toBe('regression');
    expect(data).toMatchObject({ decimal: ',', columns: { price: { thousands: '.', suffix: '€' } } });
    expect(stderr).toContain('note: regression, as the target price has numbers that are not whole');
    world.write('c.json', stdout);
    expect((await world.done('train c.json --out run')).stderr).toContain('note: regression, ');

    const refused = await world.mlp('train bare.json');
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain('the target holds 4 different texts that are numbers in another format');
    const [numbers, classes] = refused.stderr.split('as classes all the same: ');
    const asNumbers = await world.done(`train bare.json --out numbers ${flagsIn(numbers).join(' ')}`);
    expect(asNumbers.stderr).toContain(
      'task: regression, as its target price has numbers that are not whole',
    );
    const asClasses = await world.done(`train bare.json --out classes ${flagsIn(classes).join(' ')}`);
    expect(asClasses.stderr).toContain('task: classification, as its target price holds text');
    const said = await world.done('train bare.json --out task --set task=classification');
    expect(said.stderr).not.toContain('task: ');
  });

  test('a rate with many rows each is a label, which init and train say, with another way that works', async () => {
    const content = rows('x,rate', (i) => `${(i * 7) % 31},${[5, 7, 19][i % 3]}%`);
    const world = project({ 'data.csv': content, 'bare.json': bare('rate') });
    const { stdout, stderr } = await world.done('init data.csv');
    expect(JSON.parse(stdout).task).toBe('classification');
    expect(stderr).toContain(
      'note: classification, as the target rate holds 3 different texts, though they are numbers in a format ' +
        '("5%" is 5); for regression, say --task regression',
    );
    expect(JSON.parse((await world.done('init data.csv --task regression')).stdout)).toMatchObject({
      task: 'regression',
      data: { columns: { rate: { suffix: '%' } } },
    });
    const { stderr: said } = await world.done('train bare.json');
    expect(said).toContain('task: classification, as its target rate holds text: 3 different ones');
    const [, advice] = said.split('too: ');
    const { stderr: other } = await world.done(
      `train bare.json --out other ${flagsIn(advice.split('\n')[0]).join(' ')}`,
    );
    expect(other).toContain('note: regression, ');
  });

  test('that numbers are inferred, or classes of texts, is said with the reason', async () => {
    const world = project({
      'data.csv': rows('x,y,kind', (i) => `${i % 7},${i / 8},${['yes', 'Yes', 'no'][i % 3]}`),
    });
    expect((await world.done('init data.csv --target y')).stderr).toContain(
      'note: regression, as the target y has numbers that are not whole\n',
    );
    expect((await world.done('init data.csv --target kind')).stderr).toContain(
      'note: classification, as the target kind holds texts, of 2 classes\n',
    );
    expect((await world.done('init data.csv --target x --target y')).stderr).toContain(
      'note: regression, as there are 2 targets\n',
    );
    expect((await world.done('init data.csv --target y --task regression')).stderr).not.toContain(
      'as the target',
    );
  });
});

describe('dates with other texts beside them', () => {
  const day = (i: number) => `${String((i % 28) + 1).padStart(2, '0')}.${i % 2 ? '03' : '11'}.2025`;

  test('a sum or two among them is a mark of a missing date, by what init writes', async () => {
    const content = rows('day,x,y', (i) => `${i % 6 === 5 ? 'Summe' : day(i)},${(i * 7) % 31},${i / 8}`);
    const world = project({ 'data.csv': content });
    const { stdout, stderr } = await world.done('init data.csv');
    expect(JSON.parse(stdout).data).toMatchObject({
      missing: 'median',
      columns: { day: { type: 'date', format: '%d.%m.%Y' } },
    });
    const note = 'day: 50 of 60 cells are dates, 10 are not (first: "Summe")';
    expect(stderr).toContain(`${note}: the others are taken for missing values`);
    world.write('c.json', stdout);
    expect((await world.done('train c.json --out run --set training.epochs=1')).stderr).toContain(
      'column day: 50 of 60 cells are dates, 10 are not (first: line 7, "Summe"): filled as missing values (median)',
    );
  });

  test('with more other texts init leaves the column out, and train warns, with flags that work', async () => {
    const others = ['Summe', 'offen', 'n.n.'];
    const content = rows(
      'day,x,y',
      (i) => `${i % 6 === 5 ? others[((i - 5) / 6) % 3] : day(i)},${(i * 7) % 31},${i / 8}`,
    );
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const { stdout, stderr } = await world.done('init data.csv');
    expect(JSON.parse(stdout).data.ignore).toEqual(['day']);
    expect(stderr).toContain(
      'left out (dates (%d.%m.%Y) and other texts, more of these than marks of missing dates): day',
    );
    const warned = (await world.done('train bare.json')).stderr;
    expect(warned).toContain(
      'warning: column day is taken for categories, but 50 of 60 cells are dates, 10 are not (first: "Summe"): ' +
        'as dates: ',
    );
    const [, advice] = warned.split('as dates: ');
    const [asDates, without] = advice.split('\n')[0].split('; or leave it out: ');
    expect((await world.done(`train bare.json --out dates ${flagsIn(asDates).join(' ')}`)).stderr).toContain(
      'column day holds dates (%d.%m.%Y)',
    );
    const left = (await world.done(`train bare.json --out left ${flagsIn(without).join(' ')}`)).stderr;
    expect(left).not.toContain('day');
  });

  test('of too many different texts, the error says how they are dates', async () => {
    const moment = (i: number) => new Date(Date.UTC(2024, 0, 1) + i * 31 * 60_000).toISOString();
    const content = rows(
      't,x,y',
      (i) => `${i % 5 === 4 ? 'open' : moment(i)},${(i * 7) % 31},${i / 8}`,
      1500,
    );
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const refused = await world.mlp('train bare.json');
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain('column 1 (t) has more than 1000 different texts');
    const [, advice] = refused.stderr.split('as dates: ');
    const { stderr } = await world.done(
      `train bare.json ${flagsIn(advice.split('; leave it out')[0]).join(' ')}`,
    );
    expect(stderr).toContain('column t: 1200 of 1500 cells are dates, 300 are not');
    expect((await world.done('init data.csv')).stderr).toContain('left out (dates (iso) and other texts');
  });
});

describe('labels and categories', () => {
  test('two spellings of a number are one class, which is said, with a flag that keeps them apart', async () => {
    const content = rows('x,y', (i) => `${(i * 7) % 31},${['1.1', '1.10', '2.0'][i % 3]}`);
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const note =
      'column y: "1.1" and "1.10" are one class, as they are one number; to have each text a class, ';
    const flag = '--set data.columns.y.type=category';
    expect((await world.done('init data.csv --task classification')).stderr).toContain(`${note}${flag}`);
    const { stderr } = await world.done('train bare.json --out one --set task=classification');
    expect(stderr).toContain(`note: ${note}${flag}`);
    await world.done(`train bare.json --out three --set task=classification ${flag}`);
    expect((await world.done('predict three data.csv')).stdout).toMatch(
      /^prediction,p_1\.1,p_1\.10,p_2\.0\n/,
    );
    world.write('data.csv', content.replaceAll(',2.0', ',1.1'));
    const refused = await world.mlp('train bare.json --out two --set task=classification');
    expect(refused.stderr).toContain(
      `has but one class, "1.1", in the training rows; at least two are needed; ${note}`,
    );
    expect((await world.done('train bare.json --out r --set task=regression')).stderr).not.toContain(
      'one class',
    );
  });

  test('texts that look the same are different ones, which is said with counts', async () => {
    const content = rows('c,d,y', (i) => {
      const c = ['caf\u00e9', 'cafe\u0301', 'bar'][i % 3];
      const d = ['New York', 'New\u00a0York', 'Rome'][i % 3];
      return `${c},${d},${['good', 'good\u200b', 'bad'][i % 3]}`;
    });
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    for (const { stderr } of [await world.done('init data.csv'), await world.done('train bare.json')]) {
      const alike = 'texts that look the same are different ones: ';
      expect(stderr).toContain(
        `column c: ${alike}"caf\u00e9" (20 cells), "cafe\u0301" (20 cells), which differ in Unicode form only`,
      );
      expect(stderr).toContain(
        `column d: ${alike}"New York" (20 cells), "New\\u00a0York" (20 cells), which differ in kinds of blanks only`,
      );
      expect(stderr).toContain(
        `column y: ${alike}"good" (20 cells), "good\\u200b" (20 cells), ` +
          'which differ in characters only that take no room',
      );
    }
    world.write(
      'data.csv',
      rows('c,d,y', (i) => `${'ab'[i % 2]} b,x${i % 3},${'ué'[i % 2]}`),
    );
    expect((await world.done('init data.csv')).stderr).not.toContain('look the same');
  });
});

describe('rows and cells that may be no data', () => {
  const temperature = (i: number) => (i % 5 === 2 ? '-999.0' : String((i * 7) % 30));

  test('numbers far from all others that mark missing values elsewhere are said, with flags that work', async () => {
    const content = rows('temp,x,y', (i) => `${temperature(i)},${(i * 3) % 7},${i / 8}`);
    const world = project({ 'data.csv': content, 'bare.json': bare('y'), 'target.json': bare('temp') });
    const note =
      'column temp: -999 stands in 12 of 60 cells, far from all others (0 to 28), and is taken for a number';
    expect((await world.done('init data.csv')).stderr).toContain(`note: ${note}`);
    for (const [config, missing, told] of [
      ['bare', 'median', 'missing values: temp 12 "-999.0"'],
      ['target', 'drop', '12 rows of 60 left out, as the target temp is missing'],
    ]) {
      const { stderr } = await world.done(`train ${config}.json --out ${config}`);
      const advice = stderr.split(`${note}; if it marks a missing value, `)[1].split('\n')[0];
      expect(advice).toMatch(new RegExp(`missing=${missing}$`));
      const followed = await world.done(`train ${config}.json --out ${config}2 ${flagsIn(advice).join(' ')}`);
      expect(followed.stderr).toContain(told);
      expect(followed.stderr).not.toContain('far from all others');
    }
  });

  test.each([
    ['beside which others are near', (i: number) => (i % 5 === 2 ? 999 : (i * 31) % 900)],
    ['that stands once', (i: number) => (i === 2 ? 9999 : (i * 7) % 30)],
    ['that is no such mark', (i: number) => (i % 5 === 2 ? -1000 : (i * 7) % 30)],
    ['that is all there is', () => 999],
  ])('a number %s is not said', async (_, cell) => {
    const world = project({ 'data.csv': rows('a,x,y', (i) => `${cell(i)},${(i * 3) % 7},${i / 8}`) });
    world.write('bare.json', bare('y'));
    for (const command of ['init data.csv', 'train bare.json'])
      expect((await world.done(command)).stderr).not.toContain('far from all others');
  });

  test('a last row of totals is said by init and train', async () => {
    const content = `${rows('store,units,y', (i) => `S${i % 5},${(i * 37) % 90},${i / 8}`)}Total,1800,99\n`;
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const note = 'data.csv: the last row (line 62) may be the sum of those above, as "Total" stands in store';
    for (const command of ['init data.csv', 'train bare.json'])
      expect((await world.done(command)).stderr).toContain(note);
    world.write(
      'data.csv',
      `Total,3,4\n${content}`.replace('Total,3,4\nstore,units,y\n', 'store,units,y\nTotal,3,4\n'),
    );
    expect((await world.done('init data.csv')).stderr).not.toContain('sum of those above');
  });
});

test.each([['c,d,y'], ['c, d, y']])(
  'a table of texts whose header comes again, as %j, has one',
  async (again) => {
    const texts = (i: number) => `${'abcde'[i % 5]},${'xyz'[i % 3]},${'pq'[i % 2]}`;
    const world = project({ 'data.csv': rows('c,d,y', (i) => (i === 40 ? again : texts(i))) });
    const { stdout, stderr } = await world.done('init data.csv');
    expect(JSON.parse(stdout).data).not.toHaveProperty('header');
    expect(stderr).toContain('note: data.csv: line 42 repeats the header: left out');
    expect(stderr).toContain('classification, as the target y holds texts, of 2 classes');
  },
);

test.each([
  [40, false],
  [25, true],
])(
  '%i whole numbers in 60 rows: classification is advice only where it is not refused',
  async (count, isAdvice) => {
    const world = project({ 'data.csv': rows('x,y', (i) => `${(i * 7) % 31},${(i % count) * 3}`) });
    const { stderr } = await world.done('init data.csv');
    expect(stderr).toContain('note: regression, as the target y has');
    expect(stderr.includes('for classification, say --task classification')).toBe(isAdvice);
    expect((await world.mlp('init data.csv --task classification')).code).toBe(isAdvice ? 0 : 65);
  },
);
