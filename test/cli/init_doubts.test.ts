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
