import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeParquet } from '../data/parquet/files.js';
import { served } from '../serve/served.js';
import { project } from './project.js';

const trained = async () => {
  const world = project({
    'train.csv': `x,y\n${Array.from({ length: 12 }, (_, i) => `${i},${2 * i}\n`).join('')}`,
    'c.json': { data: { train: 'train.csv', target: 'y' }, layers: [], training: { epochs: 2 } },
  });
  await world.done('train c.json --out runs/c --quiet');
  return world;
};

const keep = 'id,city,size,ok,share';
/** The part of each line before the predictions. */
const keptParts = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/,"(prediction|problem)":.*\}$/, '}'));

const objects = [
  '{"id":7,"city":null,"size":1,"ok":true,"share":0.50}',
  '{"id":123456789012345678,"city":"Bonn","size":-2,"ok":false,"share":1e-7}',
  '{"id":8,"city":"3","size":null,"ok":null,"share":null}',
];
const withX = (x: string) => objects.map((line) => `${line.slice(0, -1)},"x":${x}}\n`).join('');

test('from JSON lines to JSON lines, values that are kept are as they stand', async () => {
  const world = await trained();
  const args = `predict runs/c - --input-format jsonl --keep ${keep}`;
  const { stdout } = await world.done(`${args} --format jsonl`, { stdin: withX('1') });
  expect(keptParts(stdout)).toEqual(objects);
  expect(typeof JSON.parse(stdout.split('\n')[0]).prediction).toBe('number');
  const bad = `{"x":1e999,${objects[0].slice(1)}\nnonsense\n${withX('1')}`;
  const { stdout: blank } = await world.done(`${args} --format jsonl --on-error blank`, { stdin: bad });
  const none = '{"id":null,"city":null,"size":null,"ok":null,"share":null}';
  expect(keptParts(blank)).toEqual([objects[0], none, ...objects]);
});

test('CSV has texts, as it had them, and gives texts', async () => {
  const world = await trained();
  const { stdout } = await world.done(`predict runs/c - --input-format jsonl --keep ${keep}`, {
    stdin: withX('1'),
  });
  expect(stdout.split('\n').map((line) => line.replace(/,[^,]*$/, ''))).toEqual([
    keep,
    '7,,1,true,0.50',
    '123456789012345678,Bonn,-2,false,1e-7',
    '8,3,,,',
    '',
  ]);
  const csv = await world.done('predict runs/c - --keep id,city --format jsonl', {
    stdin: 'id,city,x\n7,,1\n',
  });
  expect(keptParts(csv.stdout)).toEqual(['{"id":"7","city":""}']);
});

test('from Parquet to JSON lines, numbers and truth keep their types', async () => {
  const world = await trained();
  const day = new Date('2024-02-29');
  await writeParquet(join(world.directory, 'd.parquet'), [
    { name: 'id', data: [7n, 123456789012345678n, null], type: 'INT64' },
    { name: 'size', data: [0.5, Number.POSITIVE_INFINITY, null], type: 'DOUBLE' },
    { name: 'ok', data: [true, false, null], type: 'BOOLEAN' },
    { name: 'city', data: ['3', 'Bonn', null], type: 'STRING' },
    { name: 'day', data: [day, day, null], type: 'TIMESTAMP' },
    { name: 'x', data: [1, 2, 3], type: 'DOUBLE' },
  ]);
  const { stdout } = await world.done('predict runs/c d.parquet --keep id,size,ok,city,day --format jsonl');
  expect(keptParts(stdout)).toEqual([
    '{"id":7,"size":0.5,"ok":true,"city":"3","day":"2024-02-29"}',
    '{"id":123456789012345678,"size":null,"ok":false,"city":"Bonn","day":"2024-02-29"}',
    '{"id":null,"size":null,"ok":null,"city":null,"day":null}',
  ]);
});

test('a server gives them back in the same way', async () => {
  const { app } = served(await trained(), ['c']);
  const post = async (type: string, payload: string, accept = type) => {
    const headers = { host: 'localhost', 'content-type': type, accept };
    const url = `/predict?${keep
      .split(',')
      .map((name) => `keep=${name}`)
      .join('&')}`;
    return (await app.inject({ method: 'POST', url, headers, payload })).body;
  };
  expect(keptParts(await post('application/x-ndjson', withX('1')))).toEqual(objects);
  expect(keptParts(await post('application/x-ndjson', withX('"much"')))).toEqual(objects);
  const json = await post('application/json', `[${withX('1').trimEnd().split('\n').join()}]`);
  for (const each of objects) expect(json).toContain(each.slice(0, -1));
  expect(JSON.parse(json)).toMatchObject({ model: 'c', warnings: [] });
  expect(await post('application/x-ndjson', withX('1'), 'text/csv')).toContain('\n7,,1,true,0.50,');
  await app.close();
});
