import { describe, expect, test } from 'vitest';
import { mlp } from '../helpers/cli.js';
import { project } from './project.js';

const rows = (header: string, row: (i: number) => string, count = 60) =>
  `${[header, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;

/** A config of nothing but the data and the target, so that training decides all else. */
const bare = (target: string, data: object = {}) =>
  JSON.stringify({
    data: { train: 'data.csv', target, ...data },
    layers: [],
    optimizer: { type: 'sgd', learning_rate: 0.01 },
    training: { epochs: 1 },
  });

/** Flags of an advice, as one would copy them. */
const flagsIn = (text: string) =>
  text
    .match(/--set ('[^']*'|\S+(?<![;,]))/g)!
    .map((flag) => flag.replaceAll("'", ''))
    .join(' ');

const thousands = (i: number) => `${((i * 7) % 90) + 1}.${String((i * 37) % 1000).padStart(3, '0')}`;

describe('numbers with a point and three digits behind it', () => {
  const german = rows(
    'people;area;tax',
    (i) => `${thousands(i)};${(i * 3) % 50},${i % 10};${(i * 13) % 500}`,
  );

  test('are thousands to init where another column has a decimal comma, with the way back', async () => {
    const world = project({ 'data.csv': german });
    const { stdout, stderr } = await world.done('init data.csv --preset fast');
    expect(JSON.parse(stdout).data).toMatchObject({ decimal: ',', columns: { people: { thousands: '.' } } });
    expect(stderr).toContain('note: numbers in another format: people ("1.000" is 1000: thousands ".")');
    const note = stderr.split('\n').find((line) => line.includes('may also be'))!;
    expect(note).toContain(
      'people: "1.000" may also be 1: the decimal comma of other columns speaks against it',
    );
    world.write('c.json', stdout);
    await world.done('train c.json --out thousands --set training.epochs=1');
    await world.done(`train c.json --out decimals --set training.epochs=1 ${flagsIn(note)}`);
    const means = (run: string) => world.done(`explain ${run} --json`).then(({ stdout }) => stdout);
    expect(await means('thousands')).not.toBe(await means('decimals'));
  });

  test('train warns of them, with flags that work', async () => {
    const world = project({ 'data.csv': german, 'bare.json': bare('tax', { delimiter: ';', ignore: [] }) });
    const open = 'column people: it is open whether its numbers with three decimals are thousands';
    const { stderr } = await world.done('train bare.json');
    expect(stderr).toContain(`${open} (1.234 for 1234), as other columns have a decimal comma: `);
    const [, advice] = stderr.split('for thousands, ');
    const [asThousands, asDecimals] = advice.split('\n')[0].split('; to confirm decimals, ');
    for (const flags of [asThousands, asDecimals])
      expect((await world.done(`train bare.json --force ${flagsIn(flags)}`)).stderr).not.toContain(open);
    const area = '--set data.columns.area.decimal=,';
    expect((await world.done(`train bare.json --out comma ${area}`)).stderr).toContain(open);
  });

  test.each<[string, string]>([
    ['no column has a decimal comma', rows('x;y', (i) => `${thousands(i)};${(i * 13) % 500}`)],
    ['a column has a decimal point', rows('x;z;w;y', (i) => `${thousands(i)};${i % 10},5;${i % 9}.5;${i}`)],
    ['a number is below 1', rows('x;z;y', (i) => `${i % 9 ? thousands(i) : '0.123'};${i % 10},5;${i}`)],
    ['a number is 1000 or more', rows('x;z;y', (i) => `1${i % 9 ? '2' : '000'}.123;${i % 10},5;${i}`)],
    ['a number has two decimals', rows('x;z;y', (i) => `${i % 9 ? thousands(i) : '1.25'};${i % 10},5;${i}`)],
  ])('are decimals, without a word, where %s', async (_, content) => {
    const world = project({ 'data.csv': content, 'bare.json': bare('y', { delimiter: ';' }) });
    const { stdout, stderr } = await world.done('init data.csv --preset fast');
    expect(JSON.parse(stdout).data.columns?.x).toBeUndefined();
    expect(stderr).not.toContain('may also be');
    expect((await world.done('train bare.json')).stderr).not.toContain('are thousands');
  });

  test('of which there are more than a thousand, beside texts', async () => {
    const number = (i: number) => `${(i % 997) + 1}.${String((i * 37) % 1000).padStart(3, '0')}`;
    const content = (third: string) =>
      rows('x;z;y', (i) => `${[third, 'k.A.'][i - 2] ?? number(i)};${i % 10},5;${(i * 7) % 31}`, 3000);
    const world = project({ 'thousands.csv': content('868'), 'decimals.csv': content('1.2345') });
    const config = async (name: string) =>
      JSON.parse((await world.done(`init ${name} --preset fast`)).stdout).data;
    expect(await config('thousands.csv')).toMatchObject({ columns: { x: { thousands: '.' } } });
    expect((await config('decimals.csv')).columns).toEqual({ z: { decimal: ',' } });
  });
});

test('two spellings of thousands in one column are read together, with the other reading in a note', async () => {
  const number = (i: number) => String((i * 37) % 1000).padStart(3, '0');
  const people = (i: number) =>
    [`"${(i % 9) + 1},${number(i)}"`, `${(i % 9) + 1} ${number(i)}`, `${i}`][i % 3];
  const content = rows('people,y', (i) => `${people(i)},${i}.5`);
  const world = project({ 'data.csv': content, 'bare.json': bare('y') });
  const { stdout, stderr } = await world.done('init data.csv --preset fast');
  expect(JSON.parse(stdout).data.columns).toEqual({ people: { thousands: [',', ' '] } });
  const note = stderr.split('\n').find((line) => line.includes('may also be'))!;
  expect(note).toContain('people: "1,000" (20 such cells) may also be 1: the file does not tell; if so, ');
  world.write('c.json', stdout);
  const short = '--set training.epochs=1';
  await world.done(`train c.json --out thousands ${short}`);
  const flags = [...note.matchAll(/--set (?:'([^']*)'|(\S+))/g)].flatMap(([, quoted, word]) => [
    '--set',
    quoted ?? word,
  ]);
  expect(flags).toEqual([
    '--set',
    'data.columns.people.decimal=,',
    '--set',
    'data.columns.people.thousands=" "',
  ]);
  const other = ['train', 'c.json', '--out', 'decimals', '--set', 'training.epochs=1', ...flags];
  expect((await mlp(other, { cwd: world.directory })).code).toBe(0);
  const warned = (await world.done('train bare.json')).stderr;
  expect(warned).toContain(
    '"1,000" is 1000 by --set \'data.columns.people.thousands=[","," "]\' (or 1, as 20 such cells are by ',
  );
});

describe('a unit that stands in a part of the cells', () => {
  const shares = rows(
    'rate,y',
    (i) => `${i % 2 ? `${(i * 7) % 100}%` : `0.${(i * 7) % 100}`},${(i * 3) % 40}.5`,
  );
  const note =
    '"%" stands in 30 of its 60 numbers, and the other 30 are from 0 to 1: if 0.5 is 50 % there, write them in one way';

  test('is told by init, by train with what init writes, and by a bare train', async () => {
    const world = project({ 'data.csv': shares, 'bare.json': bare('y') });
    const { stdout, stderr } = await world.done('init data.csv --preset fast');
    expect(stderr).toContain(`note: rate: ${note}\n`);
    world.write('c.json', stdout);
    const short = '--set training.epochs=1';
    expect((await world.done(`train c.json --out run ${short}`)).stderr).toContain(
      `warning: column rate: ${note}\n`,
    );
    expect((await world.done('train bare.json')).stderr).toContain(note);
  });

  test('that are no shares of 1, is a note; nothing is said where all cells have it', async () => {
    const content = (every: number) =>
      rows('area,y', (i) => `${(i * 7) % 100}${i % every ? '' : ' m2'},${(i * 3) % 40}.5`);
    const world = project({ 'part.csv': content(3), 'all.csv': content(1) });
    const of = async (name: string) => {
      const { stdout, stderr } = await world.done(`init ${name}.csv --preset fast`);
      world.write(`${name}.json`, stdout);
      return stderr + (await world.done(`train ${name}.json --out ${name} --set training.epochs=1`)).stderr;
    };
    const said = await of('part');
    expect(said).toContain('area: 40 of 60 cells are numbers, 20 are not');
    expect(said).toContain(
      'note: column area: "m2" stands in 20 of its 60 numbers; the others are read as they are\n',
    );
    expect(await of('all')).not.toContain('stands in');
  });

  test('and in none of new rows is warned of, at predict and eval', async () => {
    const world = project({
      'data.csv': rows('rate,y', (i) => `${(i * 7) % 100}%,${(i * 3) % 40}.5`),
      'shares.csv': 'rate,y\n0.97,1\n0.5,2\n',
      'part.csv': 'rate,y\n0.97,1\n50%,2\n',
      'empty.csv': 'rate,y\n97%,1\n',
    });
    world.write('c.json', (await world.done('init data.csv --preset fast')).stdout);
    await world.done('train c.json --out run --set training.epochs=1');
    const warning =
      'warning: shares.csv: column rate: none of its 2 numbers has the unit "%" of the model\'s config: ' +
      'they are taken to be in it all the same\n';
    for (const command of ['predict', 'eval']) {
      expect((await world.done(`${command} run shares.csv`)).stderr).toContain(warning);
      for (const name of ['part', 'empty', 'data'])
        expect((await world.done(`${command} run ${name}.csv`)).stderr).not.toContain('has the unit');
    }
  });
});

describe('a minus that is no hyphen before the number', () => {
  const number = (i: number) => `${(i * 7) % 40}.${i % 10}`;
  const data = async (world: ReturnType<typeof project>) => {
    const { stdout, stderr } = await world.done('init data.csv --preset fast');
    world.write('c.json', stdout);
    await world.done('train c.json --out run --set training.epochs=1');
    return { data: JSON.parse(stdout).data, stderr };
  };
  const predicted = async (world: ReturnType<typeof project>, x: string) =>
    (await world.done('predict run -', { stdin: `x\n${x}\n` })).stdout;

  test.each(['−', '–'])('%s is one, in a column of plain numbers too', async (minus) => {
    const world = project({
      'data.csv': rows('x,y', (i) => `${i % 3 ? '' : minus}${number(i + 1)},${i % 31}.5`),
    });
    const { data: found, stderr } = await data(world);
    expect([found.columns, found.missing]).toEqual([undefined, undefined]);
    expect(stderr).not.toContain('missing values');
    expect(await predicted(world, `${minus}3.5`)).toBe(await predicted(world, '-3.5'));
  });

  test('behind the number is one by a format that init finds', async () => {
    const world = project({
      'data.csv': rows('x;y', (i) => `${number(i + 1).replace('.', ',')}${i % 3 ? '' : '-'};${i % 31},5`),
    });
    const { data: found, stderr } = await data(world);
    expect(found.columns).toEqual({ x: { suffix: '-' } });
    expect(stderr).toContain('x ("7,1-" is -7.1: suffix "-")');
    expect(await predicted(world, '"3,5-"')).toBe(await predicted(world, '"-3,5"'));
    expect(await predicted(world, '"3,5-"')).not.toBe(await predicted(world, '"3,5"'));
  });
});

describe('digits in a format that is not read', () => {
  test.each<[string, (i: number) => string, string]>([
    ['durations', (i) => `${20 + i}:0${i % 10}:1${i % 7}`, '20:00:10'],
    ['francs', (i) => `CHF ${i + 1}’681.--`, 'CHF 1’681.--'],
    ['estimates', (i) => `~${i}`, '~0'],
    ['negative amounts alone', (i) => `(${i})`, '(0)'],
  ])('%s are told as such: as an input, as a target, and where they are too many', async (_, text, first) => {
    const world = project({
      'data.csv': rows('t,x,y', (i) => `${text(i)},${(i * 7) % 31},${i / 8}`),
      'bare.json': bare('t'),
      'many.csv': rows('t,x,y', (i) => `${text(i)},${(i * 7) % 31},${i / 8}`, 1200),
    });
    const note = `60 of 60 cells hold digits in a format that is not read as numbers (first: "${first}")`;
    expect((await world.done('init data.csv')).stderr).toContain(`note: left out (${note}): t\n`);
    const refused = await world.mlp('init data.csv --target t');
    expect([refused.code, refused.stderr]).toEqual([
      65,
      expect.stringContaining(`rows for each class: ${note}; `),
    ]);
    expect((await world.done('check bare.json')).stderr).toContain(
      `task: classification, as its target t holds text, of 60 classes: ${note}`,
    );
    const many = await world.mlp('train bare.json --set data.train=many.csv --set data.target=y');
    expect(many.stderr).toContain(`too many for categories or classes: ${note.replaceAll('60', '1200')}; `);
  });

  test.each<[string, (i: number) => string]>([
    ['names', (i) => `Name ${i}`],
    ['codes', (i) => `H${1000 + i}`],
  ])('%s are not', async (_, text) => {
    const world = project({ 'data.csv': rows('t,x,y', (i) => `${text(i)},${(i * 7) % 31},${i / 8}`) });
    expect((await world.done('init data.csv')).stderr).toContain(
      'left out (another text in almost every row, as names have): t\n',
    );
  });
});

describe('a few cells of another unit', () => {
  test.each<[string, string, string]>([
    ['degrees', '°C', '°F'],
    ['hemispheres', ' N', ' S'],
  ])('%s are missing, and no advice takes their unit for all', async (_, unit, other) => {
    const cell = (i: number) => `${((i * 7) % 40) + 1}${i % 13 === 12 ? other : unit}`;
    const world = project({
      'data.csv': rows('t,y', (i) => `${cell(i)},${(i * 3) % 31}.5`),
      'bare.json': bare('y'),
    });
    const { stdout, stderr } = await world.done('init data.csv --preset fast');
    expect(JSON.parse(stdout).data.columns).toEqual({ t: { suffix: unit.trim() } });
    expect(stderr).toContain(
      `t: 4 of 60 cells are no numbers (such as "${cell(12)}"): taken for missing values`,
    );
    world.write('c.json', stdout);
    const first = `line 14, "${cell(12)}"`;
    const odd = `56 of 60 cells are numbers, 4 are not (first: ${first}): filled as missing values (median)`;
    const said = (await world.done('train c.json --out run --set training.epochs=1')).stderr;
    expect(said).toContain(
      `warning: column t: ${odd}; "${cell(12)}" is of another unit: write them in one\n`,
    );
    const refused = await world.mlp('train c.json --out other --set data.missing=error');
    expect(refused.stderr).toContain(
      `; "${cell(12)}" is of another unit: write them in one; as missing values: `,
    );
    expect((await world.done('train bare.json --out bare')).stderr).toContain(`"${cell(0)}" is 1 by --set`);
  });
});
