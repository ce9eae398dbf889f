import { describe, expect, test } from 'vitest';
import { chunksOf, config, type Part, refused, withData, withModel } from './support.js';

/** A column of numbers but for one cell, on line 12. */
const numbersAnd = (cell: string) =>
  `x,y\n${[1, 2, 3, 4, 5].map((n) => `${n},0.5\n${n},1\n`).join('')}${cell},2\n`;

describe('cells that are no numbers', () => {
  const missing: Part[] = ['a missing value', 'data.columns.x.missing'];
  const none = (shown: string): Part[] => [
    `this is "${shown}"`,
    'data.missing_values',
    'data.columns.x.type=category',
  ];
  const infinite = (shown: string): Part[] => [`this is "${shown}", which is not a finite number`];
  test.each<[row: string, ...cases: [cell: string, parts: Part[]][]]>([
    ['row 20: nothing, or spaces, is missing and never 0', ['', missing], ['""', missing], ['"  "', missing]],
    [
      'row 21: 0x10, 1_000, quoted 1,000, digits of other scripts are no numbers',
      ...['0x10', '0b1', '1_000', '１２', '١٢', '—1', '5 cm', '1.2.3', '1e', '--', '1 2', '-nan'].map(
        (cell): [string, Part[]] => [cell, none(cell)],
      ),
      ['"1,000"', none('1,000')],
    ],
    [
      'row 22: inf and 1e999 in a feature, the target, a weight',
      ...['inf', '-Infinity', '1e999', '-1.8e308'].map((cell): [string, Part[]] => [cell, infinite(cell)]),
      ['1e999', ['too large for a double', 'add "1e999" to data.missing_values']],
    ],
  ])('%s', async (_, ...cases) => {
    const world = withData(numbersAnd('6'), {}, { task: 'regression' });
    await world.done('train c.json --out model --quiet');
    world.write('target.json', {
      ...world.json('c.json'),
      data: { train: 'd.csv', target: 'x', features: ['y'] },
    });
    world.write('weight.json', {
      ...world.json('c.json'),
      data: { train: 'w.csv', target: 'y', features: ['z'], weight: 'x' },
    });
    for (const [cell, parts] of cases) {
      world.write('d.csv', numbersAnd(cell));
      await refused(world, 'train c.json', 65, ['error: d.csv:12:1: column 1 (x)', ...parts]);
      const stdin = chunksOf(Buffer.from(numbersAnd(cell)), 5);
      // that a model's column is one of numbers, and has no rule for missing values, was settled by training
      const said = ['error: stdin:12:1: column 1 (x)', ...parts.slice(0, 2)];
      await refused(world, 'predict model', 65, said, { stdin });
      if (cell.trim() !== '' && !/^"\s*"$/.test(cell))
        await refused(world, 'train target.json', 65, ['error: d.csv:12:1: column 1 (x)', parts[0]]);
      world.write('w.csv', numbersAnd(cell).replaceAll('\n', ',1\n').replace(',1', ',z'));
      await refused(world, 'train weight.json', 65, ['error: w.csv:12:1: column 1 (x)']);
    }
  });

  test('row 20: what is missing is filled in as the config says', async () => {
    const data = { missing: 'mean', scale: 'none' };
    const world = withData('x,y\n1,1\n"",2\n3,3\n"  ",2\n', data, { task: 'regression' });
    await world.done('train c.json --out model --quiet');
    const { stdout } = await world.done('predict model', { stdin: 'x\n""\n2\n"  "\n0\n' });
    const [, missing, two, spaces, zero] = stdout.split('\n');
    expect([missing, spaces]).toEqual([two, two]);
    expect(zero).not.toBe(two);
  });

  test('row 23: -0, 1e-400 and +1.5e+3 are numbers', async () => {
    const world = await withModel({ scale: 'none' });
    for (const [one, other] of [
      ['-0', '0'],
      ['1e-400', '0'],
      ['-1e-400', '0'],
      ['+1.5e+3', '1500'],
      ['4.9e-324', '5e-324'],
      ['1.7976931348623157e308', '17976931348623157e292'],
      ['0.1', '.1000000000000000055511151231257827'],
    ]) {
      const { stdout } = await world.done('predict model', { stdin: `x\n${one}\n${other}\n` });
      const [, first, second] = stdout.split('\n');
      expect(first, one).toBe(second);
      expect(first, one).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe('columns', () => {
  test('row 17: __proto__ and constructor are ordinary columns', async () => {
    const csv = '__proto__,constructor,toString,y\n1,2,a,0\n2,5,b,1\n3,1,a,1\n';
    const world = withData(csv);
    const renamed = withData(csv.replace('__proto__,constructor,toString', 'p,q,r'));
    await world.done('train c.json --out model');
    await renamed.done('train c.json --out model');
    const answers = (await world.done('predict model d.csv')).stdout;
    expect(answers).toBe((await renamed.done('predict model d.csv')).stdout);
    const kept = await world.done('predict model d.csv --keep __proto__,constructor --format jsonl');
    expect(kept.stdout.split('\n')[0]).toMatch(/^\{"__proto__":"1","constructor":"2","prediction":/);
    // As target, weight, and a column with settings of its own.
    for (const set of ['data.target=__proto__', 'data.weight=constructor'])
      await world.done(`train c.json --force --set ${set}`);
    await refused(world, 'predict model', 65, ['no column "__proto__"'], {
      stdin: 'constructor,toString\n1,a\n',
    });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('row 18: another delimiter: the setting is shown', async () => {
    for (const [delimiter, written] of [
      [';', ';'],
      ['\t', '"\\t"'],
      ['|', '|'],
    ]) {
      const world = withData('x,y\n1,a\n2,b\n'.replaceAll(',', delimiter));
      const set = `--set 'data.delimiter=${written}'`;
      await refused(world, 'train c.json', 65, ['error: d.csv:1: one column only', set]);
      // What the message says works.
      await world.done(`train c.json --set data.delimiter=${written} --out model --quiet`);
      await refused(world, 'predict model', 65, ['stdin:1: one column only'], { stdin: 'x,y\n1,a\n' });
    }
  });

  test('row 24: text as the target of a regression', async () => {
    const world = withData('x,y\n1,2\n2,high\n', {}, { task: 'regression' });
    await refused(world, 'train c.json', 65, [
      'error: d.csv:3:2: column 2 (y)',
      '"high" is no number',
      'task "classification"',
    ]);
    world.write('d.csv', 'x,z,y\n1,2,3\n2,3,high\n');
    const two = ['train', 'c.json', '--set', 'data.target=["z","y"]'];
    await refused(world, two, 65, ['d.csv:3:3: column 3 (y)', '"high" is no number']);
    world.write('d.csv', 'x,y\n1,2\n2,3\n');
    await refused(world, 'train c.json --set data.columns.y.type="category"', 65, [
      'error: d.csv:2:2: column 2 (y): "2" is one of a column of categories',
    ]);
  });

  test('row 25: a constant column is a warning, and no 0/0', async () => {
    for (const scale of ['standard', 'minmax', 'robust']) {
      const world = withData('x,z,y\n1,5,a\n2,5,b\n3,5,a\n', { scale });
      const { stderr, stdout } = await world.done('train c.json --json --out model');
      expect(stderr).toContain('warning: column z is 5 in every training row');
      expect(JSON.parse(stdout).train.loss).toBeGreaterThan(0);
      const answers = await world.done('predict model', { stdin: 'x,z\n1,5\n1,6\n' });
      expect(answers.stdout).not.toContain('NaN');
    }
  });

  test('row 26: one row and one feature work; one class is named', async () => {
    const world = withData('x,y\n1,2.5\n', {}, { task: 'regression' });
    const { stdout } = await world.done('train c.json --json --out model');
    expect(JSON.parse(stdout).train.rows).toBe(1);
    expect((await world.done('predict model', { stdin: 'x\n1\n' })).stdout).toMatch(/^prediction\n-?\d/);
    const classes = withData('x,y\n1,a\n2,a\n');
    await refused(classes, 'train c.json', 65, ['d.csv: column y has but one class, "a"', 'at least two']);
  });

  test('row 27: a class that is only in validation or test is named', async () => {
    const world = withData('x,y,part\n1,a,train\n2,b,train\n3,c,validation\n4,a,test\n', {
      split: { type: 'column', column: 'part' },
    });
    const parts = (split: string) => [`the class "c" is in the ${split} split`, 'the classes are a, b'];
    await refused(world, 'train c.json', 65, ['d.csv:4:2: column 2 (y)', ...parts('validation')]);
    world.write('d.csv', 'x,y,part\n1,a,train\n2,b,train\n3,b,validation\n4,c,test\n');
    await refused(world, 'train c.json', 65, ['d.csv:5:2: column 2 (y)', ...parts('test')]);
    const files = withData('x,y\n1,a\n2,b\n', { validation: 'v.csv' });
    files.write('v.csv', 'x,y\n1,a\n1,c\n');
    await refused(files, 'train c.json', 65, ['v.csv:3:2: column 2 (y)', ...parts('validation')]);
    await files.done('train c.json --set data.validation="d.csv" --out model --quiet');
    await refused(files, 'eval model v.csv', 65, ['v.csv:3:2: column 2 (y)', 'the class "c"']);
  });

  test('row 28, 29: predict needs no target; columns are matched by name; one that is missing is refused', async () => {
    const world = withData('x,z,y\n1,5,a\n2,7,b\n4,6,a\n');
    await world.done('train c.json --out model');
    const whole = (await world.done('predict model d.csv')).stdout;
    for (const stdin of [
      'x,z\n1,5\n2,7\n4,6\n',
      'z,x\n5,1\n7,2\n6,4\n',
      'z,id,y,x,w\n5,q,,1,NaN\n7,"",b,2,\n6,"\n",zzz,4,0x\n',
    ])
      expect((await world.done('predict model', { stdin })).stdout).toBe(whole);
    await refused(world, 'predict model', 65, ['stdin:1: no column "z"', 'the columns here are x, y'], {
      stdin: 'x,y\n1,a\n',
    });
    await refused(world, 'eval model -', 65, ['stdin:1: no column "y"'], { stdin: 'x,z\n1,5\n' });
    await refused(world, 'predict model --keep id', 2, ['no column "id" to keep'], { stdin: 'x,z\n1,5\n' });
  });

  test('row 30: rows in any order and company have the same bits', async () => {
    const rows = Array.from({ length: 41 }, (_, i) => `${Math.sin(i)},${i % 2 === 0 ? 'a' : 'b'}`);
    const layers = [{ type: 'dense', units: 9, activation: 'tanh' }, { type: 'batch_norm' }];
    const world = withData(`x,y\n${rows.join('\n')}\n`, {}, { layers });
    await world.done('train c.json --out model');
    const [, ...whole] = (await world.done('predict model d.csv')).stdout.trimEnd().split('\n');
    const order = rows.map((_, i) => (i * 17) % 41);
    const shuffled = Buffer.from(`x,y\n${order.map((i) => rows[i]).join('\n')}\n`);
    for (const bytes of [1, 60, 5000]) {
      const { stdout } = await world.done('predict model', { stdin: chunksOf(shuffled, bytes) });
      expect(stdout.trimEnd().split('\n').slice(1)).toEqual(order.map((i) => whole[i]));
    }
    for (const i of [0, 40])
      expect((await world.done('predict model', { stdin: `x,y\n${rows[i]}` })).stdout.split('\n')[1]).toBe(
        whole[i],
      );
  });

  test('row 32: a negative weight, and weights that are all 0', async () => {
    const world = withData('x,w,y\n1,1,a\n2,-1,b\n', { weight: 'w' });
    await refused(world, 'train c.json', 65, [
      'd.csv:3:2: column 2 (w)',
      'the weight -1 is negative',
      '0 or more',
    ]);
    world.write('d.csv', 'x,w,y\n1,0,a\n2,0,b\n');
    await refused(world, 'train c.json', 65, ['d.csv: the weights (column w) of the train split are all 0']);
    world.write('d.csv', 'x,w,y\n1,0,a\n2,1,b\n3,1,a\n');
    await world.done('train c.json');
  });

  test('row 33: a split that leaves a part empty', async () => {
    const world = withData('x,y\n1,a\n2,b\n3,a\n');
    const split = (value: string) => ['train', 'c.json', '--set', `data.split=${value}`];
    await refused(world, split('{"type":"random","validation":0.1}'), 65, [
      'd.csv: the validation split is empty: 0.1 of 3 rows is less than one',
      'use more rows, --set data.split.validation=0.34, or --set data.split=',
    ]);
    await refused(world, split('{"type":"random","validation":0.6,"test":0.4}'), 2, [
      'data.split: validation, test and calibration together leave no rows for training',
    ]);
    world.write('d.csv', 'x,y,part\n1,a,validation\n2,b,validation\n');
    await refused(world, split('{"type":"column","column":"part"}'), 65, [/no row.*train|train.*empty/]);
    world.write('d.csv', 'x,y,part\n1,a,train\n2,b,vali\n');
    await refused(world, split('{"type":"column","column":"part"}'), 65, [
      'd.csv:3:3: column 3 (part)',
      '"vali"',
      'validation',
    ]);
  });

  test('row 34: as many classes as rows, and 30 whole numbers as classes, work', async () => {
    const many = withData('x,y\n1,a\n2,b\n3,c\n');
    await many.done('train c.json');
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i + 1}`).join('\n');
    const numeric = withData(`x,y\n${rows}\n`, {}, { task: 'classification' });
    await numeric.done('train c.json --out model');
    const { stdout } = await numeric.done('predict model', { stdin: 'x\n3\n' });
    expect(stdout.split('\n')[0]).toBe(
      `prediction,${Array.from({ length: 30 }, (_, i) => `p_${i + 1}`).join(',')}`,
    );
    // Fewer rows in the training split than there are classes in it cannot be; in the file there may be.
    const split = ['--set', 'data.split={"type":"random","validation":0.5}'];
    await refused(many, ['train', 'c.json', '--force', ...split], 65, [/class|split/]);
  });

  test('row 68 (added): a category that training did not have is a warning and all zeros', async () => {
    const world = withData('x,y\nred,1\nblue,2\nred,3\n', {}, { task: 'regression' });
    await world.done('train c.json --out model --quiet');
    const { stderr, stdout } = await world.done('predict model', { stdin: 'x\nred\ngreen\nblack\n' });
    expect(stderr.match(/^warning: /gm)).toHaveLength(1);
    expect(stderr).toContain('"green"');
    const [, , green, black] = stdout.split('\n');
    expect(green).toBe(black);
  });
});

test('row 75 (added): names of columns, classes and files cannot drive a terminal', async () => {
  const clear = '\u001b[2J';
  const world = withData(`x${clear},y${clear}\n1,a${clear}\n2,b\n3,a${clear}\n4,b\n`, {
    target: `y${clear}`,
  });
  await world.done('train c.json --out model');
  for (const args of ['train c.json --force', 'inspect model', 'check c.json', 'eval model']) {
    const { stdout, stderr } = await world.done(args);
    expect(stdout + stderr, args).toContain('\\u001b[2J');
    expect(`${stdout}${stderr}`.replaceAll('\n', ''), args).not.toMatch(/\p{Cc}/u);
  }
  await refused(world, ['train', `c${clear}.json`], 66, ['c\\u001b[2J.json: config not found']);
});

test('row 76 (added): limits: categories, layers, blocks, length of a config', async () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => `t${i},${i / 2}\n`).join('');
  const world = withData(`x,y\n${rows(1001)}`, {}, { task: 'regression' });
  await refused(world, 'train c.json', 65, ['d.csv:1002:1: column 1 (x)', 'more than 1000 different texts']);
  world.write('d.csv', `x,y\n${rows(1000)}`);
  await world.done('check c.json');
  world.write('d.csv', `y,x\n${rows(1001)}`);
  await refused(world, 'train c.json --set task=classification', 65, ['d.csv:1002:1: column 1 (y)', '1000']);

  const layer = { type: 'dense', units: 1 };
  const nested = (depth: number): object =>
    depth === 0 ? layer : { type: 'residual', layers: [nested(depth - 1)] };
  for (const [layers, part] of [
    [Array(1001).fill(layer), '1001 layers; at most 1000 are allowed'],
    [[nested(17)], 'blocks within blocks may be 16 deep at most'],
  ] as const) {
    world.write('c.json', config({}, { layers }));
    await refused(world, 'check c.json --no-data', 78, [part]);
  }
  world.write('c.json', config({}, { layers: [...Array(984).fill(layer), nested(15)] }));
  await world.done('check c.json --no-data');
  world.write('c.json', `${' '.repeat(2 ** 22)}{}`);
  await refused(world, 'check c.json', 78, [
    'c.json: longer than the 4,194,304 characters a config may have',
  ]);
});
