import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import { writeParquet } from '../data/parquet/files.js';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

async function withIris(more: object = {}): Promise<Project> {
  const result = project({ 'iris.json': iris(more) });
  await result.done('train iris.json --out run --quiet');
  return result;
}

/** A file as another reader sees it: the types of its columns, and its rows. */
async function parquet(bytes: Uint8Array) {
  const file = new Uint8Array(bytes).buffer;
  const [, ...schema] = parquetMetadata(file).schema;
  return {
    types: Object.fromEntries(
      schema.map(({ name, type, logical_type }) => [name, logical_type?.type ?? type]),
    ),
    rows: await parquetReadObjects({ file }),
  };
}

const fileOf = ({ directory }: Project, name: string) => parquet(readFileSync(join(directory, name)));

/** Runs the program, whose stdout is bytes. */
async function bytesOf(world: Project, args: string) {
  const chunks: Buffer[] = [];
  const stdout = new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  let text = '';
  const stderr = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const io = { stdin: Readable.from([]), stdout, stderr, env: {}, cwd: world.directory };
  const code = await run(args.split(' '), { ...io, onSignal: () => () => {} });
  return { code, bytes: Buffer.concat(chunks), stderr: text };
}

describe('predict --format parquet', () => {
  test('has the values of CSV, to the bit, in typed columns', async () => {
    const world = await withIris();
    const { code, bytes } = await bytesOf(
      world,
      `predict run ${dataset('iris.csv')} --keep species --format parquet`,
    );
    expect(code).toBe(0);
    const { types, rows } = await parquet(bytes);
    expect(types).toEqual({
      species: 'STRING',
      prediction: 'STRING',
      p_setosa: 'DOUBLE',
      p_versicolor: 'DOUBLE',
      p_virginica: 'DOUBLE',
    });
    const csv = rowsOf((await world.done(`predict run ${dataset('iris.csv')} --keep species`)).stdout);
    expect([Object.keys(rows[0]), ...rows.map((row) => Object.values(row).map(String))]).toEqual(csv);
  });

  test('the ending of --out tells the format; a file that is there is replaced where that is asked for', async () => {
    const world = await withIris();
    const args = `predict run ${dataset('iris.csv')} --top-k 2 --out`;
    await world.done(`${args} p.parquet`);
    expect((await fileOf(world, 'p.parquet')).types).toEqual({
      prediction_1: 'STRING',
      p_1: 'DOUBLE',
      prediction_2: 'STRING',
      p_2: 'DOUBLE',
    });
    const before = world.sha256('p.parquet');
    const { code, stderr } = await world.mlp(`${args} p.parquet`);
    expect(code).toBe(73);
    expect(stderr).toMatch(
      /p\.parquet: is there already; use --force to replace it, or --out for another file\n$/,
    );
    await world.done(`${args} p.parquet --force`);
    expect(world.sha256('p.parquet')).toBe(before);
    const { stdout } = await world.done(`${args} -`);
    await world.done(`${args} p.csv`);
    await world.done(`${args} p.jsonl`);
    expect(world.read('p.csv')).toBe(stdout);
    expect(world.read('p.jsonl')).toBe((await world.done(`${args} - --format jsonl`)).stdout);
    expect(readdirSync(world.directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('columns that are kept have the types that they have in Parquet', async () => {
    const world = project({
      'c.json': {
        data: { train: 'd.parquet', target: 'y', features: ['x'], split: { type: 'none' } },
        layers: [],
        training: { epochs: 1 },
      },
    });
    const kept = {
      id: [2n ** 53n + 1n, null, -5n],
      day: [new Date('2024-01-01'), new Date('1969-12-31'), null],
      at: [new Date('2024-01-01T10:00:00.125Z'), null, new Date('2024-01-01')],
      is: [true, false, null],
      name: ['a', null, 'c'],
      price: [0.1, 1e300, null],
    };
    const { day, ...others } = kept;
    const columns = Object.entries({ x: [1, 2, 3], y: [2, 4, 6], ...others });
    writeParquet(
      join(world.directory, 'd.parquet'),
      [...columns, ['day', day] as const].map(([name, data]) => ({ name, data: data as never })),
      {
        schema: [
          { name: 'root', num_children: 8 },
          { name: 'x', type: 'DOUBLE' },
          { name: 'y', type: 'INT32' },
          { name: 'id', type: 'INT64', repetition_type: 'OPTIONAL' },
          { name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MICROS', repetition_type: 'OPTIONAL' },
          { name: 'is', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
          { name: 'name', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'price', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
          { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
        ],
      },
    );
    await world.done('train c.json --out run --quiet');
    await world.done('predict run d.parquet --keep id,day,at,is,name,price,y --out p.parquet');
    const { types, rows } = await fileOf(world, 'p.parquet');
    expect(types).toEqual({
      id: 'INT64',
      day: 'DATE',
      at: 'TIMESTAMP',
      is: 'BOOLEAN',
      name: 'STRING',
      price: 'DOUBLE',
      y: 'INT64',
      prediction: 'DOUBLE',
    });
    const cells = (name: string) => rows.map((row) => row[name] ?? null);
    for (const [name, expected] of Object.entries(kept)) expect(cells(name)).toEqual(expected);
    expect(cells('y')).toEqual([2n, 4n, 6n]);
  });

  test('a bad row: what is printed before is whole, a file is not there; blank rows are missing', async () => {
    const world = await withIris();
    const [header, ...lines] = readFileSync(dataset('iris.csv'), 'utf8').trim().split('\n');
    world.write('bad.csv', [header, lines[0], lines[1], '1e999,1,1,1,setosa', lines[2]].join('\n'));
    const printed = await bytesOf(world, 'predict run bad.csv --format parquet');
    expect(printed.code).toBe(65);
    expect(printed.stderr).toContain('(the 2 rows before it are printed; --on-error skip');
    expect((await parquet(printed.bytes)).rows).toHaveLength(2);

    const { code, stderr } = await world.mlp('predict run bad.csv --out p.parquet');
    expect(code).toBe(65);
    expect(stderr).toContain('p.parquet is not written; --on-error skip');
    expect(readdirSync(world.directory).filter((name) => name.includes('p.parquet'))).toEqual([]);

    await world.done('predict run bad.csv --out p.parquet --on-error blank --keep petal_width');
    const { rows } = await fileOf(world, 'p.parquet');
    expect(rows.map(({ prediction }) => prediction ?? null)).toEqual(['setosa', 'setosa', null, 'setosa']);
    expect(rows[2].petal_width).toBe('1');
    await world.done('predict run bad.csv --out s.parquet --on-error skip');
    expect((await fileOf(world, 's.parquet')).rows).toHaveLength(3);
  });

  test('labels are whole numbers, a set of classes is a text', async () => {
    const world = project({
      'l.json': {
        data: { train: 'l.csv', target: ['a', 'b'], split: { type: 'none' } },
        head: { loss: 'binary_cross_entropy' },
        layers: [],
        training: { epochs: 1 },
      },
      'l.csv': 'x,a,b\n1,1,0\n2,0,1\n3,1,1\n4,0,0\n',
    });
    await world.done('train l.json --out run --quiet');
    await world.done('predict run l.csv --out p.parquet');
    const { types } = await fileOf(world, 'p.parquet');
    expect(types).toEqual({ prediction_a: 'INT64', prediction_b: 'INT64', p_a: 'DOUBLE', p_b: 'DOUBLE' });
    const sets = await withIris({
      data: {
        train: dataset('iris.csv'),
        target: 'species',
        split: { type: 'random', validation: 0.2, calibration: 0.2 },
      },
    });
    const args = `predict run ${dataset('iris.csv')} --interval 0.8`;
    await sets.done(`${args} --out p.parquet`);
    const { types: withSet, rows } = await fileOf(sets, 'p.parquet');
    expect(withSet.set).toBe('STRING');
    const csv = rowsOf((await sets.done(args)).stdout).slice(1);
    expect(rows.map(({ set }) => set ?? '')).toEqual(csv.map((row) => row.at(-1)));
  });

  test.each([
    [
      '--format parquet',
      2,
      /^error: --format parquet: a Parquet file is binary and cannot be shown in a terminal; write it to/,
    ],
    ['--format parquet --safe --out p.parquet', 2, /^error: --safe: is for CSV.* where Parquet is written/],
    ['--out p.csv.gz', 2, /^error: --out p.csv.gz: is written as it is, not compressed/],
    ['--out none/p.csv', 73, /none\/p.csv: cannot be created/],
  ])('%s', async (flags, code, message) => {
    const world = await withIris();
    const outcome = await world.mlp(`predict run ${dataset('iris.csv')} ${flags}`, { terminals: ['stdout'] });
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(existsSync(join(world.directory, 'p.parquet'))).toBe(false);
  });
});

describe('sample --format parquet', () => {
  test('has the values of CSV in typed columns', async () => {
    const world = project({
      'p.json': {
        task: 'generation',
        data: { train: dataset('penguins.csv'), missing: 'mean' },
        layers: [{ type: 'dense', units: 4 }],
        training: { epochs: 1, objective: { type: 'vae', latent: 2 } },
      },
    });
    await world.done('train p.json --out run --quiet');
    await world.done('sample run --rows 20 --seed 3 --out s.parquet');
    const { types, rows } = await fileOf(world, 's.parquet');
    expect(types).toMatchObject({ species: 'STRING', beak_length_mm: 'DOUBLE', body_mass_g: 'INT64' });
    const csv = rowsOf((await world.done('sample run --rows 20 --seed 3')).stdout);
    expect(rows.map((row) => Object.values(row).map((cell) => String(cell ?? '')))).toEqual(csv.slice(1));
    const { code, stderr } = await world.mlp('sample run --json --format csv');
    expect([code, stderr]).toEqual([2, 'error: --json: is --format jsonl; leave out one of the two\n']);
    const safe = await world.mlp('sample run --safe --out t.parquet');
    expect([safe.code, safe.stderr]).toEqual([2, expect.stringContaining('where Parquet is written')]);
  });

  test('dates are dates, or moments where they have a clock, in whatever format the data have them', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => {
      const day = String((i % 27) + 1).padStart(2, '0');
      return `${day}.03.2024,2024-03-${day}T10:${day}:00,${i % 7 === 0 ? '' : `2023-05-${day}`}\n`;
    });
    const world = project({
      'd.csv': `day,at,maybe\n${lines.join('')}`,
      'v.json': {
        task: 'generation',
        data: { train: 'd.csv', missing: 'mean', columns: { day: { format: '%d.%m.%Y' } } },
        layers: [{ type: 'dense', units: 4 }],
        training: { epochs: 2, objective: { type: 'vae', latent: 2 } },
      },
    });
    await world.done('train v.json --out run --quiet');
    await world.done('sample run --rows 60 --seed 3 --out s.parquet');
    const { types, rows } = await fileOf(world, 's.parquet');
    expect(types).toEqual({ day: 'DATE', at: 'TIMESTAMP', maybe: 'DATE' });
    const csv = rowsOf((await world.done('sample run --rows 60 --seed 3')).stdout).slice(1);
    const iso = (cell: unknown) => (cell as Date | null)?.toISOString() ?? '';
    expect(
      rows.map(({ day, at, maybe }) => [iso(day).slice(0, 10), iso(at), iso(maybe).slice(0, 10)]),
    ).toEqual(
      csv.map(([day, at, maybe]) => [
        day.split('.').toReversed().join('-'),
        new Date(`${at}Z`).toISOString(),
        maybe,
      ]),
    );
    expect(csv.some(([, , maybe]) => maybe === '')).toBe(true);
  });
});
