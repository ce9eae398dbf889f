import { describe, expect, test } from 'vitest';
import { type Project, rowsOf } from '../cli/project.js';
import { mlp, type Outcome } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';
import { publicCase } from './public_case.js';

/** Flags of a training whose result is not what is asked about. */
const fewEpochs = '--set training.epochs=2';

/** Proposes a config for a file of a case, writes it as c.json, and checks that it trains. */
async function proposed(world: Project, file: string, target: string, flags = '') {
  const { stdout, stderr } = await world.done(`init ${file} --target ${target}`);
  world.write('c.json', stdout);
  const trained = await world.done(`train c.json --out run --json --force ${flags}`);
  return {
    config: JSON.parse(stdout),
    notes: stderr,
    trained: trained.stderr,
    metrics: JSON.parse(trained.stdout),
  };
}

/** A config of nothing but the data, as someone writes it who knows none of the keys of cells. */
const bare = (file: string, target: string, data: object = {}) => ({
  data: { train: file, target, ...data },
  layers: [],
  training: { epochs: 2 },
});

/** Runs a command line with the flags that a message names, as a shell takes them. */
async function follow(
  world: Project,
  command: string,
  { stderr }: Outcome,
  ...wanted: RegExp[]
): Promise<Outcome> {
  const flags = [...stderr.matchAll(/--set ('(?:[^']|'\\'')*'|\S+?)(?=[\s;)]|$)/gm)]
    .map(([, word]) => word.replace(/^'|'$/g, '').replaceAll("'\\''", "'"))
    .filter((word) => wanted.some((pattern) => pattern.test(word)));
  expect(flags.length, stderr).toBeGreaterThan(0);
  const set = flags.flatMap((word) => ['--set', word]);
  return mlp([...command.split(' '), ...set], { cwd: world.directory });
}

describe('texts that differ stay different', () => {
  // Built after csvkit#977.
  test('data-03: zip codes with leading zeros are categories, and each has its own answer', async () => {
    const world = publicCase('data-03-zeros');
    const { notes, metrics } = await proposed(world, 'train.csv', 'y');
    expect(notes).toContain(
      'zip becomes categories, spelled as they are: whole numbers with leading zeros (first: line',
    );
    expect(metrics.validation.rmse).toBeLessThan(0.3);
    const { stdout, stderr } = await world.done('predict run - --keep zip', {
      stdin: 'zip,x\n007,0\n7,0\n0070,0\n70,0\n07,0\n',
    });
    const rows = rowsOf(stdout).slice(1);
    expect(rows.map(([zip]) => zip)).toEqual(['007', '7', '0070', '70', '07']);
    // y is 1, 5, 10 and 20 for the four codes
    for (const [i, y] of [1, 5, 10, 20].entries()) expect(Math.abs(Number(rows[i][1]) - y)).toBeLessThan(0.3);
    expect(stderr).toContain('values that no training row had, encoded as all zeros: zip: "07" (1 row');
  });

  test.each([
    ['codes', ['007', '012', '100']],
    ['labels', ['001', '01', '1']],
  ])('data-03: labels of %s are printed as they are written', async (file, classes) => {
    const world = publicCase('data-03-zeros');
    await proposed(world, `${file}.csv`, 'code', fewEpochs);
    const { stdout } = await world.done('predict run', { stdin: 'x\n0\n' });
    expect(stdout.split('\n')[0]).toBe(`prediction,${classes.map((name) => `p_${name}`).join(',')}`);
    const { code, stderr } = await world.mlp('eval run -', { stdin: 'x,code\n0,0001\n' });
    expect(code).toBe(65);
    expect(stderr).toContain('the class "0001" is in this data, but no training row has it');
  });

  // Built after PapaParse#692 and readr#976.
  test('data-13: three sellers with ids of 18 digits are three classes, spelled as in the file', async () => {
    const world = publicCase('data-13-bigint');
    const { metrics } = await proposed(world, 'label3.csv', 'seller');
    const { stdout } = await world.done('predict run', { stdin: 'x\n0\n3\n6\n' });
    const [header, ...rows] = rowsOf(stdout);
    const ids = ['111000000000000001', '208310224003697457', '208310224003697458'];
    expect(header).toEqual(['prediction', ...ids.map((id) => `p_${id}`)]);
    expect(rows.map(([id]) => id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(metrics.validation.accuracy).toBe(1);
    const two = await proposed(world, 'label.csv', 'seller', fewEpochs);
    expect(two.metrics.validation.confusion_matrix).toHaveLength(2);
    const feature = await proposed(world, 'cat.csv', 'y');
    expect(feature.metrics.validation.accuracy).toBe(1);
  });

  test('data-13: an id that is another in every row is left out, and it is said how to keep it', async () => {
    const world = publicCase('data-13-bigint');
    const { config } = await proposed(world, 'train.csv', 'y', fewEpochs);
    expect(config.data.ignore).toEqual(['tweet_id']);
    world.write('bare.json', bare('train.csv', 'y'));
    const outcome = await world.done('train bare.json --out bare');
    expect(outcome.stderr).toContain(
      'left out: tweet_id, an identifier: whole numbers that a double does not hold',
    );
    expect(outcome.stderr).toContain('classification, 1-1 network');
    const kept = await follow(world, 'train bare.json --out kept', outcome, /tweet_id.type/);
    expect(kept.stderr).toContain('classification, 81-1 network');
  });

  // Built after datarobot-user-models PR#761.
  test('data-20: 1.0 is the category 1, and 01 is none', async () => {
    const world = publicCase('data-20-intcat');
    const { stdout: config } = await world.done('init train.csv --target y --quiet');
    world.write('c.json', config);
    await world.done('train c.json --out run --quiet --set data.columns.g.type=category');
    const { stdout, stderr } = await world.done('predict run', { stdin: 'g,x\n1,0\n1.0,0\n01,0\n2,0\n' });
    const [, one, same, other, two] = stdout.split('\n').map(Number);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(Math.abs(one - 5)).toBeLessThan(0.2);
    expect(Math.abs(two + 5)).toBeLessThan(0.2);
    expect(stderr).toContain('"01" (1 row');
  });
});

describe('a column of numbers with some texts stays one', () => {
  // Built after a first use.
  test('new-01: a unit in 13 of 466 cells costs nothing', async () => {
    const world = publicCase('new-01-messy-houses');
    const { config, notes, metrics } = await proposed(world, 'houses.csv', 'price_keur');
    expect(config.data.ignore).not.toContain('Living area (m²)');
    expect(config.data.columns['Living area (m²)']).toEqual({ suffix: 'm2' });
    expect(notes).toContain('453 of 466 cells are numbers, 13 are not (first: line 5, "93.7 m2")');
    // 129.8 with the column dropped; 68 to 86 by the seed on the file without units
    expect(metrics.validation.rmse).toBeLessThan(100);
    // the same file without units gives the same numbers
    world.write('c.json', { ...config, data: { ...config.data, train: 'clean.csv' } });
    const clean = JSON.parse((await world.done('train c.json --out clean --json --quiet')).stdout);
    expect(clean.test).toEqual(metrics.test);
    // and a unit at predict is read
    const row = (area: string) =>
      `City,Type,Living area (m²),rooms,built,garden,Sale date\nBerlin,flat,${area},3,1999,no,2022-01-14\n`;
    const price = async (area: string) => (await world.done('predict run', { stdin: row(area) })).stdout;
    expect(await price('80 m2')).toBe(await price('80'));
  });

  test('new-01: without the suffix the message names it, and what it names works', async () => {
    const world = publicCase('new-01-messy-houses');
    world.write(
      'bare.json',
      bare('houses.csv', 'price_keur', { ignore: ['House ID', 'postcode', 'rooms', 'built'] }),
    );
    const refused = await world.mlp('train bare.json');
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain(
      'houses.csv:5:5: column 5 (Living area (m²)) holds numbers, but this is "93.7 m2"',
    );
    const fixed = await follow(world, 'train bare.json --out fixed', refused, /suffix/, /missing=median/);
    expect(fixed).toMatchObject({ code: 0 });
    const filled = await follow(world, 'train bare.json --out filled', refused, /missing=median/);
    expect(filled).toMatchObject({ code: 0 });
    expect(filled.stderr).toContain(
      '453 of 466 cells are numbers, 13 are not (first: line 5, "93.7 m2"): filled as missing values (median)',
    );
  });

  test('new-04: $17,384, 74%, 5,794.66 and 57,95 are numbers in one file', async () => {
    const world = publicCase('new-04-formatted-numbers');
    const { config, notes } = await proposed(world, 'us.csv', 'status', fewEpochs);
    expect(config.data.columns).toMatchObject({
      income: { thousands: ',' },
      price: { thousands: ',', prefix: '$' },
      rate: { suffix: '%' },
      german: { decimal: ',' },
    });
    expect(config.data.missing).toBe('median');
    expect(notes).toContain('rate ("74%" is 74: suffix "%")');
    expect(notes).toContain('spend: 176 of 181 cells are numbers, 5 are not (first: line 54, "unknown")');
    const plain = publicCase('new-04-formatted-numbers');
    const price = await proposed(plain, 'us_price.csv', 'price');
    expect(price.config.task).toBe('regression');
    expect(price.metrics.validation.r2).toBeGreaterThan(0.99);
  });

  // Built after pandas#59299, polars#18797 and duckdb PR#17220.
  test('data-02: decimal commas are found for the file, groups of thousands for the column', async () => {
    const world = publicCase('data-02-decimal');
    const { config } = await proposed(world, 'train.csv', 'price', fewEpochs);
    expect(config.data).toMatchObject({ decimal: ',', columns: { income: { thousands: '.' } } });
    expect(config.task).toBe('regression');
    const simple = await proposed(world, 'simple.csv', 'price');
    expect(simple.config.data).toMatchObject({ decimal: ',' });
    expect(simple.config.data.ignore).toBeUndefined();
    // y is about 5 x + 20 with noise: linear regression by scikit-learn 1.2 has an R² of 0.41 on all rows
    expect(simple.metrics.train.r2).toBeGreaterThan(0.3);
    const excel = publicCase('new-04-formatted-numbers');
    expect((await proposed(excel, 'excel2.csv', 'Price')).metrics.validation.r2).toBeGreaterThan(0.99);
  });

  test('data-02: train names the decimal comma of a target and of a column, and it works', async () => {
    const world = publicCase('data-02-decimal');
    world.write('bare.json', bare('simple.csv', 'price', { delimiter: ';' }));
    const refused = await world.mlp('train bare.json');
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain(
      'the target holds 60 different texts that are numbers in another format',
    );
    const half = await follow(world, 'train bare.json --out half', refused, /price.decimal/);
    expect(half.stderr).toContain(
      'column area is taken for categories, but 60 of its 60 cells are numbers in another format',
    );
    const fixed = await mlp(
      [
        'train',
        'bare.json',
        '--out',
        'fixed',
        '--set',
        'data.columns.price.decimal=,',
        '--set',
        'data.columns.area.decimal=,',
      ],
      { cwd: world.directory },
    );
    expect(fixed.stderr).toContain('regression, 1-1 network');
    expect(fixed.stderr).not.toContain('warning');
  });

  test('data-02: what can be read in two ways is said', async () => {
    const world = publicCase('data-02-decimal');
    const dots = await proposed(world, 'dots.csv', 'price', fewEpochs);
    for (const text of [dots.notes, dots.trained])
      expect(text).toMatch(/stock.* thousands .*decimal=,'? .*thousands=\./);
    const exact = await follow(
      world,
      'train c.json --out dots --force --json',
      { ...(await world.mlp(`train c.json --out x ${fewEpochs}`)) },
      /decimal=,/,
      /thousands=\./,
    );
    // price is twice the stock where 3.803 is 3803
    expect(JSON.parse(exact.stdout).validation.r2).toBeGreaterThan(0.99);
    const comma = await proposed(world, 'mostlyint.csv', 'price', fewEpochs);
    expect(comma.config.data.columns.income).toEqual({ thousands: ',' });
    expect(comma.notes).toContain('"66,019" may also be 66.019: the file does not tell; if so, --set');
  });

  // Built after FLAML#548, slycat#743 and readr#799.
  const marks = [
    'NA',
    'NULL',
    'NaN',
    'None',
    'NslashA',
    'dash',
    'dot',
    'empty',
    'nan',
    'nslasha',
    'null',
    'q',
  ];
  test.each(sample(marks, 3))('data-12: %s is a missing number, and counted', async (name) => {
    const world = publicCase('data-12-missing');
    const { config, notes, trained } = await proposed(world, `m_${name}.csv`, 'y', fewEpochs);
    expect(config.data).toMatchObject({ missing: 'median' });
    for (const text of [notes, trained]) expect(text).toMatch(/missing values: z 8 (empty|")/);
  });

  test.each([
    ['several', '', 'median', /missing values: z .*4 "\?".*/],
    ['hashNA', 'm_', 'median', /missing values: z 8 "#N\/A"/],
    [
      'mixed1',
      '',
      { prefix: '<' },
      /1 is not \(first: line 52, "<0.1"\): a bound, not a value, read as its limit \(0.1 by prefix "<"\)/,
    ],
    ['mixed2', '', { suffix: '+' }, /1 is not \(first: line 52, "10\+"\): a bound, not a value/],
    [
      'somethousand',
      '',
      { thousands: ',' },
      /4 are not \(first: line 9, "1,178"\): read in their format \(1178 by thousands ","\)/,
    ],
    ['units3', '', { suffix: 'kg' }, /117 of 120 cells are numbers, 3 are not \(first: line 5, "0.62 kg"\)/],
  ])('data-12: %s', async (name, prefix, settings, note) => {
    const world = publicCase('data-12-missing');
    const { config, notes } = await proposed(world, `${prefix}${name}.csv`, 'y', fewEpochs);
    expect(config.data).toMatchObject(
      settings === 'median' ? { missing: settings } : { columns: { z: settings } },
    );
    expect(notes).toMatch(note);
  });

  test('data-12: what is not finite is refused by train, with advice that works, and init takes it for missing', async () => {
    const world = publicCase('data-12-missing');
    const { config } = await proposed(world, 'inf.csv', 'y', fewEpochs);
    expect(config.data.missing).toBe('median');
    world.write('bare.json', bare('inf.csv', 'y'));
    const refused = await world.mlp('train bare.json');
    expect(refused).toMatchObject({ code: 65 });
    expect(refused.stderr).toContain('"inf", which is not a finite number');
    const next = await follow(world, 'train bare.json', refused, /missing/);
    expect(next.stderr).toContain('"-Infinity", which is not a finite number');
  });
});

describe('booleans and labels', () => {
  // Built after ludwig#323 and #1511.
  test('data-04: TRUE and True are one class, and it is said', async () => {
    const world = publicCase('data-04-labels');
    const { trained, metrics } = await proposed(world, 'mixedcase.csv', 'churn', fewEpochs);
    expect(trained).toMatch(
      /column churn: case is no difference: "FALSE" \(\d+\), "False" \(\d+\) are "FALSE"/,
    );
    expect(metrics.validation.confusion_matrix).toHaveLength(2);
    await proposed(world, 'True.csv', 'churn', fewEpochs);
    const of = async (file: string) =>
      JSON.parse((await world.done(`eval run ${file}.csv --json --quiet`)).stdout).data;
    expect(await of('TRUE_upper')).toEqual(await of('True'));
    expect(await of('mixedcase')).toEqual(await of('True'));
    for (const file of ['int', 'yesno', 'pm1'])
      expect((await world.mlp(`eval run ${file}.csv`)).code).toBe(65);
  });

  test('data-04: 0.0 beside 0 is one class', async () => {
    const world = publicCase('data-04-labels');
    await proposed(world, 'mixed.csv', 'churn', fewEpochs);
    expect((await world.done('predict run', { stdin: 'x,z\n0,0\n' })).stdout).toMatch(
      /^prediction,p_0,p_1\n/,
    );
  });

  // Built after pycaret#2535 and catboost#1073.
  test.each([
    ['target', 'y 4 empty'],
    ['target_nan', 'y 4 "nan"'],
  ])('data-12: a missing label in %s leaves its row out, with a count', async (name, missing) => {
    const world = publicCase('data-12-missing');
    world.write('bare.json', bare(`${name}.csv`, 'y'));
    const { stderr, stdout } = await world.done('train bare.json --out run --json');
    expect(stderr).toContain(`missing values: ${missing}`);
    expect(stderr).toContain(`${name}.csv: 4 rows of 60 left out, as the target y is missing`);
    expect(JSON.parse(stdout).train.rows).toBe(56);
    const evaluated = await world.done(`eval run ${name}.csv --json`);
    expect(JSON.parse(evaluated.stdout).data.rows).toBe(56);
    expect(evaluated.stderr).toContain('4 rows of 60 left out, as the target y is missing');
  });

  test('data-12: missing categories are one of their own, None and ? are categories', async () => {
    const world = publicCase('data-12-missing');
    const { trained } = await proposed(world, 'cat.csv', 'y', fewEpochs);
    expect(trained).toContain('missing values: city 13 "N/A", 14 "NULL", 7 empty, 15 "nan"');
    const { stdout } = await world.done('check c.json');
    expect(stdout).toContain(
      'inputs  7: city=?, city=None, city=Oslo, city=Rome, city=unknown, city=(missing), x',
    );
  });
});
