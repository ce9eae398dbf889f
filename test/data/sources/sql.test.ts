import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { project } from '../../cli/project.js';

const isInstalled = (() => {
  try {
    return createRequire(import.meta.url).resolve('@duckdb/node-api') !== '';
  } catch {
    return false;
  }
})();

const csv = `id,x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 13},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
const config = (train: object | string) => ({
  data: { train, target: 'y', ignore: ['id'], split: { type: 'random', validation: 0.2 } },
  layers: [{ type: 'dense', units: 4 }],
  training: { epochs: 3 },
});

describe.skipIf(!isInstalled)('sql', () => {
  test('a query gives the rows of the file that it reads: the same figures', async () => {
    const world = project({ 'd.csv': csv });
    world.write('f.json', config('d.csv'));
    world.write('q.json', config({ sql: "select * from 'd.csv' order by id" }));
    await world.done('train f.json --out f --quiet');
    await world.done('train q.json --out q --quiet');
    expect((await world.done('predict q d.csv')).stdout).toBe((await world.done('predict f d.csv')).stdout);
    expect((await world.done('eval q --json')).stdout).toBe((await world.done('eval f --json')).stdout);
  });

  test.each([
    ["select * from 'd.csv'", 'the query leaves open in which order its rows come'],
    ["selec * from 'd.csv'", 'syntax error at or near \\"selec\\" (at character 1)'],
    ["copy (select 1) to 'x.csv'", 'only a query (SELECT …) is asked'],
    ["select nope from 'd.csv' order by 1", 'Referenced column \\"nope\\" not found'],
    ['select 1 order by 1; select 2 order by 1', '2 statements; give it one query'],
    ["select [1] as l, x, y from 'd.csv' order by all", 'column 1 (l) is of the type INTEGER[]'],
    ["select * from 'http://127.0.0.1:1/x.parquet' order by 1", 'requires the extension httpfs'],
  ])('%s', async (sql, message) => {
    const world = project({ 'd.csv': csv });
    world.write('q.json', config({ sql }));
    const { code, stderr } = await world.mlp('check q.json');
    expect(stderr).toContain(message.replaceAll('\\"', '"'));
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^error: /);
    expect([65, 78]).toContain(code);
  });
});
