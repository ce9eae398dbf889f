import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mlp, shell } from '../helpers/cli.js';
import { runs } from '../helpers/runs.js';
import { type Project, project, rowsOf } from './project.js';

const good = ['1,red,0.5', '2,blue,2', '3,green,1', '4,red,1.5', '5,"bl""ue",3'];
const bad = ['6,red,oops', '7,red', '8,red,1,2', '9,blue,', '10,red,1e999', '"11, 12",red,0.5.'];
const header = 'id,color,x';

/** A project with a model in `run` and an autoencoder in `code`. */
async function trained(): Promise<Project> {
  const world = project({
    'train.csv':
      'id,color,x,y\n1,red,1,lo\n2,blue,2,hi\n3,red,1.5,lo\n4,blue,2.5,hi\n5,red,0.5,lo\n6,blue,3,hi\n',
    'c.json': {
      data: { train: 'train.csv', target: 'y', ignore: ['id'] },
      layers: [{ type: 'dense', units: 3 }],
      training: { epochs: 3 },
    },
    'code.json': {
      task: 'reconstruction',
      data: { train: 'train.csv', features: ['color', 'x'] },
      layers: [{ type: 'dense', units: 1 }],
      training: { epochs: 3 },
    },
  });
  await world.done('train c.json --out run --quiet');
  await world.done('train code.json --out code --quiet');
  return world;
}

/** Predicts rows that come in chunks of so many bytes. */
function predict(world: Project, rows: readonly string[], flags: string, bytes = 1 << 16) {
  const text = Buffer.from([header, ...rows].map((row) => `${row}\n`).join(''));
  const chunks = Array.from({ length: Math.ceil(text.length / bytes) }, (_, i) =>
    text.subarray(i * bytes, (i + 1) * bytes),
  );
  return world.mlp(`predict run - ${flags}`, { stdin: Readable.from(chunks) });
}

const linesOf = (text: string) => text.split('\n').slice(0, -1);

describe('whatever rows are good, in whatever chunks they come', () => {
  const rows = fc.array(
    fc.oneof(
      fc.constantFrom(...good).map((text) => ({ text, isGood: true })),
      fc.constantFrom(...bad).map((text) => ({ text, isGood: false })),
    ),
    { minLength: 1, maxLength: 12 },
  );
  const flags = fc.constantFrom(
    '',
    '--format jsonl',
    '--top-k 1',
    '--threshold 0.3',
    '--layer 0',
    '--keep id',
    '--keep x,id --format jsonl',
  );

  test('fail prints those before the first bad one, skip all good ones, blank a row for each', async () => {
    const world = await trained();
    await fc.assert(
      fc.asyncProperty(rows, flags, fc.integer({ min: 1, max: 200 }), async (mixed, options, bytes) => {
        const texts = mixed.map(({ text }) => text);
        const goods = mixed.filter(({ isGood }) => isGood).map(({ text }) => text);
        const hasHeader = !options.includes('jsonl');
        const expected = goods.length > 0 ? linesOf((await predict(world, goods, options)).stdout) : [];
        const answers = hasHeader ? expected.slice(1) : expected;

        const firstBad = mixed.findIndex(({ isGood }) => !isGood);
        const failing = await predict(world, texts, options, bytes);
        expect(failing.code).toBe(firstBad < 0 ? 0 : 65);
        const before = firstBad < 0 ? answers.length : firstBad;
        const printed = linesOf(failing.stdout);
        expect(hasHeader ? printed.slice(1) : printed).toEqual(answers.slice(0, before));
        if (firstBad >= 0) expect(failing.stderr).toContain(`error: stdin:${firstBad + 2}:`);

        const skipping = await predict(world, texts, `${options} --on-error skip`, bytes);
        const left = linesOf(skipping.stdout);
        expect(hasHeader ? left.slice(1) : left).toEqual(answers);
        expect(skipping.code).toBe(goods.length > 0 ? 0 : 65);

        const blanking = await predict(world, texts, `${options} --on-error blank`, bytes);
        expect(blanking.code).toBe(skipping.code);
        const all = linesOf(blanking.stdout).slice(hasHeader ? 1 : 0);
        expect(all).toHaveLength(texts.length);
        expect(all.filter((_, i) => mixed[i].isGood)).toEqual(answers);
        for (const { stderr } of [skipping, blanking]) {
          const count = mixed.length - goods.length;
          if (count === 0) expect(stderr).not.toContain('on-error');
          else expect(stderr).toContain(`${count} row${count === 1 ? '' : 's'} of ${mixed.length} `);
        }
      }),
      { numRuns: runs(10, 100) },
    );
  });
});

describe('a bad row', () => {
  test('has its kept columns and no prediction with blank', async () => {
    const world = await trained();
    const { stdout } = await predict(
      world,
      ['1,red,0.5', '2,red,oops', '3', '"4, ""5""",red,1,9'],
      '--keep id --on-error blank',
    );
    expect(rowsOf(stdout).slice(2)).toEqual([
      ['2', '', '', ''],
      ['3', '', '', ''],
      ['"4', ' ""5"""', '', '', ''],
    ]);
    const json = await predict(world, ['2,red,oops'], '--keep id --on-error blank --format jsonl');
    expect(JSON.parse(json.stdout)).toEqual({ id: '2', prediction: null, p_hi: null, p_lo: null });
  });

  test('is said with its place and reason; of many the first five are described, all counted', async () => {
    const world = await trained();
    const { stderr } = await predict(
      world,
      Array<string>(8).fill('1,red,oops').concat('2,red,1'),
      '--on-error skip',
    );
    expect(stderr).toContain(
      'warning: stdin: 8 rows of 9 left out (--on-error skip):\n  stdin:2:3: column 3 (x)',
    );
    expect(stderr.match(/^ {2}stdin:\d+:3:/gm)).toHaveLength(5);
    expect(stderr).toContain('\n  and 3 more\n');
  });

  test('ends the default with how to pass over it, and how many rows are printed', async () => {
    const world = await trained();
    const { stderr } = await predict(world, ['1,red,1', '2,red,1', '3,red,'], '');
    expect(stderr).toContain('(the 2 rows before it are printed; --on-error skip leaves such rows out,');
    expect((await predict(world, ['3,red,'], '')).stderr).toContain('(no row before it is printed;');
  });

  test('does not hide a file that cannot be read on', async () => {
    const world = await trained();
    for (const [rest, reason] of [
      ['2,"red,1\n3,red,1\n', 'never closed'],
      ['2,red\0,1\n', 'NUL'],
      [Buffer.from([0x32, 0x2c, 0xe9, 0x2c, 0x31, 0x0a]), 'not valid UTF-8'],
    ] as const) {
      const stdin = Readable.from([Buffer.concat([Buffer.from(`${header}\n1,red,1\n`), Buffer.from(rest)])]);
      const { code, stdout, stderr } = await world.mlp('predict run - --on-error skip', { stdin });
      expect(code, reason).toBe(65);
      expect(linesOf(stdout), reason).toHaveLength(2);
      expect(stderr).toContain(reason);
      expect(stderr).toContain('--on-error skip does not go on here: what follows cannot be told apart');
    }
  });

  test('is passed over by an autoencoder, by its --error, and by jacobian', async () => {
    const world = await trained();
    const stdin = 'color,x\nred,1\nred,oops\nblue,2\n';
    for (const command of ['predict code - --error', 'predict code -', 'jacobian run -']) {
      const { stdout } = await world.done(`${command} --on-error blank`, { stdin });
      expect(linesOf(stdout), command).toHaveLength(4);
      expect(linesOf(stdout)[2], command).toMatch(/^,*(?:"")?$/);
      expect(linesOf((await world.done(`${command} --on-error skip`, { stdin })).stdout)).toHaveLength(3);
    }
  });

  test('on a pipe costs nothing: the rows around it come at once', async () => {
    const world = await trained();
    const { stdout } = await shell(
      '(echo id,color,x; echo 1,red,1; echo 2,red,oops; sleep 0.2; echo 3,red,1) | mlp predict run --on-error blank',
      { cwd: world.directory },
    );
    expect(linesOf(stdout)).toHaveLength(4);
  });
});

test('rows that the model itself leaves out are counted, and left out with skip', async () => {
  const { done } = project({
    'train.csv': 'a,b,y\n1,2,0\n2,,1\n3,4,2\n4,5,3\n',
    'c.json': {
      data: { train: 'train.csv', target: 'y', missing: 'drop' },
      layers: [],
      training: { epochs: 1 },
    },
  });
  await done('train c.json --out run --quiet');
  const stdin = 'a,b\n1,2\n,2\n3,NA\n';
  const plain = await done('predict run -', { stdin });
  expect(linesOf(plain.stdout)).toHaveLength(4);
  expect(plain.stderr).toBe(
    'note: stdin: 2 rows of 3 without a prediction, as a value is missing (missing: "drop"), first in line 3\n',
  );
  const skipped = await done('predict run - --on-error skip', { stdin });
  expect(linesOf(skipped.stdout)).toHaveLength(2);
  expect(skipped.stderr).toContain('2 rows of 3 left out');
});

test('--keep takes blanks around names, and names with a comma in double quotes', async () => {
  const world = await trained();
  const { mlp: run, directory } = world;
  const stdin = '"last, first",id,color,x\n"Doe, J",1,red,1\n';
  const keep = async (names: string) => {
    const words = ['predict', 'run', '-', '--keep', names];
    return mlp(words, { cwd: directory, stdin });
  };
  expect((await keep('id, color')).stdout).toMatch(/^id,color,prediction/);
  expect((await keep(' "last, first" ,id')).stdout).toMatch(/^"last, first",id,prediction.*\n"Doe, J",1,/);
  expect((await keep('idd')).stderr).toContain('no column "idd" to keep; did you mean "id"?');
  for (const names of ['', 'id,', ',id', 'id,,x'])
    expect(await keep(names), names).toMatchObject({ code: 2, stdout: '' });
  expect((await run('predict run - --keep id', { stdin })).stdout).toMatch(/^id,prediction/);
});
