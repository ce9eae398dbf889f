import { spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPredictor, encodeStream, loadModel } from '../../src/index.js';
import { repository, shell } from '../helpers/cli.js';
import { isLong, runs, sample } from '../helpers/runs.js';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

const irisText = readFileSync(dataset('iris.csv'), 'utf8');
const [header, ...lines] = irisText.trim().split('\n');

/** A project with a model of iris in `run`. */
async function withIris(more: object = {}): Promise<Project> {
  const result = project({ 'iris.json': iris(more) });
  await result.done('train iris.json --out run --quiet');
  return result;
}

describe('a row has the same prediction, to the bit, in any company', () => {
  test('in any order, and in chunks and batches of any size', async () => {
    const { directory, done } = await withIris({
      layers: [
        { type: 'dense', units: 9, activation: 'gelu' },
        { type: 'batch_norm' },
        { type: 'dropout', rate: 0.5 },
        { type: 'residual', layers: [{ type: 'dense', units: 9, activation: 'tanh' }] },
      ],
    });
    const model = loadModel(`${directory}/run`);
    const whole = rowsOf((await done(`predict run ${dataset('iris.csv')}`)).stdout).slice(1);
    expect(whole).toHaveLength(150);
    const permutation = fc.shuffledSubarray([...lines.keys()], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        permutation,
        fc.integer({ min: 1, max: 160 }),
        fc.integer({ min: 1, max: 2000 }),
        async (order, atOnce, bytes) => {
          const text = Buffer.from([header, ...order.map((i) => lines[i])].join('\n'));
          const parts = Array.from({ length: Math.ceil(text.length / bytes) }, (_, i) =>
            text.subarray(i * bytes, (i + 1) * bytes),
          );
          const predictor = createPredictor(model, {}, { atOnce });
          const answers: unknown[][] = [];
          const stream = encodeStream({ name: 'test', input: Readable.from(parts) }, model.preprocessing, {
            target: 'ignore',
            warn() {},
          });
          for await (const { x, rows } of stream)
            for (let from = 0; from < rows; from += atOnce)
              answers.push(...predictor.predict(x, from, Math.min(atOnce, rows - from)));
          expect(answers.map((answer) => answer.map(String))).toEqual(order.map((i) => whole[i]));
        },
      ),
      { numRuns: runs(6, 30) },
    );
  });

  test('alone on the pipe of the real program', async () => {
    const { directory, done } = await withIris();
    const whole = (await done(`predict run ${dataset('iris.csv')}`)).stdout.split('\n');
    for (const i of sample([0, 77, 149], 1)) {
      const { stdout } = await shell('mlp predict run', { cwd: directory, stdin: `${header}\n${lines[i]}` });
      expect(stdout).toBe(`${whole[0]}\n${whole[i + 1]}\n`);
    }
  });
});

describe('a pipe', () => {
  test('is answered row by row, before it ends', async () => {
    const { directory, done } = await withIris();
    const whole = (await done(`predict run ${dataset('iris.csv')} --keep petal_length`)).stdout
      .trimEnd()
      .split('\n');
    const child = spawn(
      process.execPath,
      [`${repository}/bin/mlp.js`, 'predict', 'run', '--keep', 'petal_length'],
      { cwd: directory },
    );
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => (await answers.next()).value;
    child.stdin.write(`${header}\n`);
    for (let i = 0; i < 20; i++) {
      child.stdin.write(`${lines[i]}\n`);
      if (i === 0) expect(await next()).toBe(whole[0]);
      expect(await next()).toBe(whole[i + 1]);
    }
    child.stdin.end();
    expect(await closed).toBe(0);
  });

  // fewer rows would show nothing
  test.runIf(isLong)(
    'of 100,000 rows needs no more memory than a short one',
    async () => {
      const { directory } = await withIris();
      // A heap of 24 MB is enough to start the program; 100,000 answers of five values, kept, would take over 50 MB.
      // Measured by hand, the peak of the resident set (VmHWM) levels off: 111 MB for 300,000 rows, 113 MB for 900,000.
      const rows = 660 * 150;
      const input = `(echo ${header}; for i in $(seq 660); do tail -n +2 ${dataset('iris.csv')}; done)`;
      const { code, stdout, stderr } = await shell(`${input} | mlp predict run | wc -l`, {
        cwd: directory,
        env: { NODE_OPTIONS: '--max-old-space-size=24' },
      });
      expect({ code, stderr, lines: Number(stdout) }).toEqual({ code: 0, stderr: '', lines: rows + 1 });
    },
    60_000,
  );

  test('is never held up by a reader that stops', async () => {
    const { directory } = await withIris();
    const { code, stdout, stderr } = await shell(`mlp predict run ${dataset('iris.csv')} | head -2`, {
      cwd: directory,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[1]).toMatch(/^setosa,/);
  });
});

describe('columns', () => {
  async function ready() {
    const world = await withIris();
    return { world, whole: rowsOf((await world.done(`predict run ${dataset('iris.csv')}`)).stdout) };
  }

  test('prediction, and a probability for each class; the most probable is predicted', async () => {
    const { whole } = await ready();
    expect(whole[0]).toEqual(['prediction', 'p_setosa', 'p_versicolor', 'p_virginica']);
    for (const [prediction, ...p] of whole.slice(1)) {
      const numbers = p.map(Number);
      expect(numbers.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect(['setosa', 'versicolor', 'virginica'].indexOf(prediction)).toBe(
        numbers.indexOf(Math.max(...numbers)),
      );
    }
  });

  test('the target is not needed; order and other columns do not matter', async () => {
    const { world, whole } = await ready();
    const rows = rowsOf(irisText);
    const without = rows.map((row) => row.slice(0, 4).join(',')).join('\n');
    const turned = rows
      .map((row, i) => [i === 0 ? 'id' : `n${i}`, ...row.toReversed(), '"a, b"'].join(','))
      .join('\n');
    for (const stdin of [without, turned, `\ufeff${turned}`, turned.replaceAll('\n', '\r\n')])
      expect(rowsOf((await world.done('predict run', { stdin })).stdout)).toEqual(whole);
    const kept = rowsOf((await world.done('predict run --keep id,species', { stdin: turned })).stdout);
    expect(kept[0].slice(0, 3)).toEqual(['id', 'species', 'prediction']);
    expect(kept[9].slice(0, 2)).toEqual(['n9', 'setosa']);
    expect(kept.map((row) => row.slice(2))).toEqual(whole);
    const missing = await world.mlp('predict run', { stdin: 'sepal_length,petal_length\n1,2\n' });
    expect(missing.code).toBe(65);
    expect(missing.stderr).toMatch(/sepal_width/);
    const absent = await world.mlp('predict run --keep name', { stdin: without });
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('no column "name" to keep');
  });

  test('kept fields are quoted again where they need it', async () => {
    const { world } = await ready();
    const stdin = `name,${header}\n"Smith, ""J""",${lines[0]}\n`;
    const { stdout } = await world.done('predict run --keep name', { stdin });
    expect(stdout.split('\n')[1]).toMatch(/^"Smith, ""J""",setosa,/);
  });

  test('one name twice is refused', async () => {
    const { world } = await ready();
    const stdin = `prediction,${header}\n1,${lines[0]}\n`;
    for (const keep of ['prediction', 'species,species']) {
      const { code, stderr } = await world.mlp(`predict run --keep ${keep}`, { stdin });
      expect(code).toBe(2);
      expect(stderr).toContain('would have two columns');
    }
  });

  test('jsonl: an object a row, numbers as numbers', async () => {
    const { world, whole } = await ready();
    const { stdout } = await world.done(`predict run ${dataset('iris.csv')} --format jsonl --keep species`);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toHaveLength(150);
    const [prediction, ...p] = whole[1];
    expect(objects[0]).toEqual({
      species: 'setosa',
      prediction,
      p_setosa: Number(p[0]),
      p_versicolor: Number(p[1]),
      p_virginica: Number(p[2]),
    });
  });

  test('--top-k: the most probable classes in order', async () => {
    const { world, whole } = await ready();
    const top = rowsOf((await world.done(`predict run ${dataset('iris.csv')} --top-k 2`)).stdout);
    expect(top[0]).toEqual(['prediction_1', 'p_1', 'prediction_2', 'p_2']);
    top.slice(1).forEach((row, i) => {
      const byName = Object.fromEntries(
        whole[0].slice(1).map((name, j) => [name.slice(2), whole[i + 1][j + 1]]),
      );
      const sorted = Object.entries(byName).sort((a, b) => Number(b[1]) - Number(a[1]));
      expect(row).toEqual(sorted.slice(0, 2).flat());
    });
    for (const wrong of ['--top-k 4', '--top-k 0', '--threshold 0.5', '--layer 1', '--layer 0 --top-k 1']) {
      const { code, stderr } = await world.mlp(`predict run ${dataset('iris.csv')} ${wrong}`);
      expect({ wrong, code }).toEqual({ wrong, code: 2 });
      expect(stderr).toContain(wrong.split(' ')[0]);
    }
  });

  test('--layer: the output of a layer; the head makes the predictions of it', async () => {
    const { world, whole } = await ready();
    const hidden = rowsOf((await world.done(`predict run ${dataset('iris.csv')} --layer 0`)).stdout);
    expect(hidden[0]).toEqual(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
    const { tensors } = loadModel(`${world.directory}/run`);
    const w = tensors.get('head.weight')!.data;
    const b = tensors.get('head.bias')!.data;
    hidden.slice(1).forEach((row, i) => {
      const e = [0, 1, 2].map((j) =>
        Math.exp(row.reduce((sum, h, k) => sum + Number(h) * w[6 * j + k], b[j])),
      );
      const total = e[0] + e[1] + e[2];
      e.forEach((value, j) => {
        expect(value / total).toBeCloseTo(Number(whole[i + 1][j + 1]), 12);
      });
    });
  });
});

describe('kinds of targets', () => {
  const split = { type: 'none' };
  const training = { epochs: 3 };
  async function predicted(config: object, csv: string, flags = '') {
    const { done } = project({
      'data.csv': csv,
      'c.json': {
        data: { train: 'data.csv', split, ...(config['data' as keyof typeof config] as object) },
        training,
        ...without(config),
      },
    });
    await done('train c.json --out run --quiet');
    return rowsOf((await done(`predict run data.csv ${flags}`)).stdout);
  }
  const without = (config: object) =>
    Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'data'));
  const table = (columns: string, row: (i: number) => (number | string)[]) =>
    [columns, ...Array.from({ length: 12 }, (_, i) => row(i).join(','))].join('\n');

  test.each([
    ['one output', {}],
    ['two outputs', { head: { activation: 'softmax' } }],
  ])('two classes with %s: --threshold moves the border', async (_, head) => {
    const csv = table('x,y', (i) => [i, i < 6 ? 'no' : 'yes']);
    const config = { data: { target: 'y' }, ...head };
    const rows = await predicted(config, csv);
    expect(rows[0]).toEqual(['prediction', 'p_no', 'p_yes']);
    for (const [prediction, no, yes] of rows.slice(1)) {
      expect(Number(no) + Number(yes)).toBeCloseTo(1, 12);
      expect(prediction).toBe(Number(yes) > Number(no) ? 'yes' : 'no');
    }
    const at = (threshold: string) => predicted(config, csv, `--threshold ${threshold}`);
    expect((await at('0')).slice(1).every(([prediction]) => prediction === 'yes')).toBe(true);
    expect((await at('1')).slice(1).every(([prediction]) => prediction === 'no')).toBe(true);
    const border = rows[5][2];
    for (const [prediction, , yes] of (await at(border)).slice(1))
      expect(prediction).toBe(Number(yes) >= Number(border) ? 'yes' : 'no');
  });

  test('numbers, in the units of the target', async () => {
    const csv = table('x,y', (i) => [i, 1000 + 10 * i]);
    const config = {
      task: 'regression',
      optimizer: { type: 'lbfgs' },
      training: { epochs: 50, batch_size: 'full' },
    };
    const rows = await predicted({ data: { target: 'y', target_scale: 'standard' }, ...config }, csv);
    expect(rows[0]).toEqual(['prediction']);
    rows.slice(1).forEach(([value], i) => {
      expect(Number(value)).toBeCloseTo(1000 + 10 * i, 2);
    });
    const several = await predicted(
      { data: { target: ['y', 'z'], target_scale: 'minmax' }, ...config },
      table('x,y,z', (i) => [i, 1000 + 10 * i, -i]),
    );
    expect(several[0]).toEqual(['prediction_y', 'prediction_z']);
    several.slice(1).forEach(([y, z], i) => {
      expect(Number(y)).toBeCloseTo(1000 + 10 * i, 2);
      expect(Number(z)).toBeCloseTo(-i, 2);
    });
  });

  test('labels: each by itself', async () => {
    const csv = table('x,a,b', (i) => [i, i % 2, i > 5 ? 1 : 0]);
    const config = { data: { target: ['a', 'b'] }, head: { activation: 'sigmoid' } };
    const rows = await predicted(config, csv);
    expect(rows[0]).toEqual(['prediction_a', 'prediction_b', 'p_a', 'p_b']);
    for (const [a, b, pa, pb] of rows.slice(1))
      expect([a, b]).toEqual([pa, pb].map((p) => (Number(p) >= 0.5 ? '1' : '0')));
    for (const [a, b] of (await predicted(config, csv, '--threshold 0')).slice(1))
      expect([a, b]).toEqual(['1', '1']);
  });

  test('a reconstruction, in the columns own units', async () => {
    const csv = table('x,y', (i) => [1000 + i, 50 - 3 * i]);
    const config = {
      task: 'reconstruction',
      data: { scale: 'standard' },
      optimizer: { type: 'lbfgs' },
      training: { epochs: 100, batch_size: 'full' },
    };
    const rows = await predicted(config, csv);
    expect(rows[0]).toEqual(['prediction_x', 'prediction_y']);
    rows.slice(1).forEach(([x, y], i) => {
      expect(Number(x)).toBeCloseTo(1000 + i, 2);
      expect(Number(y)).toBeCloseTo(50 - 3 * i, 2);
    });
  });
});

describe('missing values and categories', () => {
  const csv = 'a,c,y\n1,u,1\n2,v,2\n3,u,3\n5,v,5\n10,u,8\n';
  async function trainedWith(missing: object) {
    const result = project({
      'data.csv': csv,
      'c.json': {
        task: 'regression',
        data: { train: 'data.csv', target: 'y', columns: { a: missing } },
        training: { epochs: 2 },
      },
    });
    await result.done('train c.json --out run --quiet');
    return result;
  }
  const answers = async ({ mlp }: Project, stdin: string) => {
    const { code, stdout, stderr } = await mlp('predict run', { stdin });
    return { code, rows: rowsOf(stdout).slice(1).flat(), stderr };
  };

  test.each([
    ['mean', 4.2],
    ['median', 3],
    ['most_frequent', 1],
    ['constant', 7],
  ])('%s: a missing value is like %d', async (missing, value) => {
    const world = await trainedWith(missing === 'constant' ? { missing, fill: 7 } : { missing });
    const { code, rows } = await answers(world, `a,c\n,u\n${value},u\n`);
    expect(code).toBe(0);
    expect(rows[0]).toBe(rows[1]);
  });

  test('drop: a row without an answer, in its place', async () => {
    const world = await trainedWith({ missing: 'drop' });
    const alone = await answers(world, 'a,c\n1,u\n3,v\n');
    const { stdout } = await world.done('predict run --keep c', { stdin: 'a,c\n1,u\n,w\n3,v\n' });
    expect(stdout).toBe(`c,prediction\nu,${alone.rows[0]}\nw,\nv,${alone.rows[1]}\n`);
    const jsonl = await world.done('predict run --format jsonl', { stdin: 'a,c\n,u\n' });
    expect(jsonl.stdout).toBe('{"prediction":null}\n');
  });

  test('error: names line and column; the rows before it are answered', async () => {
    const world = await trainedWith({ missing: 'error' });
    const { code, stderr } = await answers(world, 'a,c\n1,u\n,u\n');
    expect(code).toBe(65);
    expect(stderr).toMatch(/stdin:3.*a/);
  });

  test('a category that training did not have: a warning, once', async () => {
    const world = await trainedWith({});
    const { code, rows, stderr } = await answers(world, 'a,c\n1,w\n2,w\n3,u\n');
    expect(code).toBe(0);
    expect(rows).toHaveLength(3);
    expect(stderr.match(/warning:/g)).toHaveLength(1);
    expect(stderr).toContain('"w"');
  });
});

test('a wide row', async () => {
  const columns = runs(1000, 3000);
  const names = Array.from({ length: columns }, (_, i) => `x${i}`);
  const row = (seed: number) => names.map((_, i) => (i * seed) % 17).join(',');
  const csv = [`${names},y`, ...[1, 2, 3, 5, 7].map((seed) => `${row(seed)},${seed}`)].join('\n');
  const { done } = project({
    'wide.csv': csv,
    'c.json': { data: { train: 'wide.csv', target: 'y' }, training: { epochs: 2 } },
  });
  await done('train c.json --out run --quiet');
  const whole = rowsOf((await done('predict run wide.csv')).stdout);
  expect(whole).toHaveLength(6);
  const turned = await done('predict run', {
    stdin: `${names.toReversed()}\n${row(3).split(',').toReversed()}\n`,
  });
  expect(rowsOf(turned.stdout)[1]).toEqual(whole[3]);
});

test('a file that is a stream of its own', async () => {
  const { done } = await withIris();
  const { stdout } = await done('predict run', {
    stdin: createReadStream(dataset('iris.csv'), { highWaterMark: 13 }),
  });
  expect(stdout).toBe((await done(`predict run ${dataset('iris.csv')}`)).stdout);
});
