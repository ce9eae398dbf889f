import { existsSync, linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedDirectory } from '../files/temporary_directory.js';
import { type Project, project } from './project.js';

const rows = 'x,y\n1,2\n2,4\n3,6\n4,8\n';
const directory = sharedDirectory();
const path = (name: string) => join(directory, name);
let world: Project;
beforeAll(async () => {
  const config = { data: { train: 'd.csv', target: 'y' }, layers: [], training: { epochs: 1 } };
  world = project({ 'd.csv': rows, 'parts/1.csv': rows, 'c.json': config }, directory);
  await world.done('train c.json --out run --quiet');
  symlinkSync('d.csv', path('symbolic.csv'));
  linkSync(path('d.csv'), path('hard.csv'));
});

describe('rows are not written over those that are read', () => {
  test.each([
    'predict run d.csv --out d.csv',
    'predict run d.csv --out ./parts/../d.csv',
    'predict run d.csv --out symbolic.csv',
    'predict run hard.csv --out d.csv',
    'predict run parts/1.csv d.csv --out d.csv --format jsonl',
    'predict run parts/*.csv --out parts/1.csv',
    'jacobian run d.csv --out d.csv',
  ])('mlp %s', async (call) => {
    const { code, stdout, stderr } = await world.mlp(`${call} --force`);
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringMatching(/^error: --out: .*csv is read as DATA; choose another file to write\n$/),
    });
    expect(world.read('d.csv')).toBe(rows);
  });

  test('others are replaced where that is asked for', async () => {
    world.write('old.csv', 'old');
    await world.done('predict run d.csv --out old.csv --force');
    await world.done('predict run --out old.csv --force', { stdin: rows });
    expect(world.read('old.csv')).toMatch(/^prediction\n/);
  });
});

describe('a name of a format that is not written is refused, unless the format is said', () => {
  test.each(['p.xlsx', 'P.XLSX', 'p.xls', 'p.ods', 'p.json'])('%s', async (out) => {
    const { code, stderr } = await world.mlp(`predict run d.csv --out ${out}`);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--format csv') });
    expect(existsSync(path(out))).toBe(false);
    await world.done(`predict run d.csv --out ${out} --format csv --force`);
    expect(world.read(out)).toMatch(/^prediction\n/);
  });

  test('others tell the format, or are CSV', async () => {
    for (const out of ['p.jsonl', 'p.ndjson']) {
      await world.done(`predict run d.csv --out ${out}`);
      expect(world.read(out)).toMatch(/^\{"prediction":/);
    }
    for (const out of ['p.csv', 'p.txt', 'p']) {
      await world.done(`predict run d.csv --out ${out}`);
      expect(world.read(out)).toMatch(/^prediction\n/);
    }
  });
});
