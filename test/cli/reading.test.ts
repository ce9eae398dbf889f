import { describe, expect, test } from 'vitest';
import { configSchema, readingKeys } from '../../src/config/index.js';
import { alternatives, inside } from '../../src/config/schema_walk.js';
import { isReadingKey } from '../../src/data/reading_key.js';
import { loadModel } from '../../src/index.js';
import { readingAs } from '../../src/model/reading.js';
import { dataset, iris, type Project, project } from './project.js';

const text =
  'id,color,x,y\n1,red,1,lo\n2,blue,2,hi\n3,red,1.5,lo\n4,blue,2.5,hi\n5,red,0.5,lo\n6,blue,3,hi\n';

async function trained(): Promise<Project> {
  const world = project({
    'train.csv': text,
    'c.json': {
      data: { train: 'train.csv', target: 'y', ignore: ['id'], missing: 'mean' },
      layers: [],
      training: { epochs: 3 },
    },
    'semicolons.csv': text.replaceAll(',', ';'),
    'missing.csv': text.replace('2.5', 'none'),
    'headless.csv': text.slice(text.indexOf('\n') + 1),
  });
  await world.done('train c.json --out run --quiet');
  return world;
}

describe('the keys of reading', () => {
  test('are marked in the schema, and change what a model reads', async () => {
    expect(readingKeys()).toEqual(
      expect.arrayContaining(['data.delimiter', 'data.header', 'data.missing_values']),
    );
    const { directory } = await trained();
    const model = loadModel(`${directory}/run`);
    const data = inside(alternatives(configSchema), 'data').flatMap(alternatives);
    for (const key of readingKeys().filter((path) => path.split('.').length === 2)) {
      const name = key.replace('data.', '');
      expect(inside(data, name).some(isReadingKey), key).toBe(true);
      // these have no default, or one that depends on the column's type
      if (!['comment', 'input_format', 'missing_values'].includes(name))
        expect(model.config.data, key).toHaveProperty(name);
    }
    const set = ['data.delimiter=;', 'data.header=false', 'data.comment=#', 'data.skip_rows=2'];
    const { preprocessing } = readingAs(model, [...set, 'data.input_format=jsonl']);
    expect(preprocessing).toMatchObject({
      delimiter: ';',
      header: false,
      comment: '#',
      skip_rows: 2,
      input_format: 'jsonl',
    });
    expect(readingAs(model, [])).toBe(model);
  });

  test('of plain decimals read by another mark the point is named, and reads them', async () => {
    const { mlp, done } = await trained();
    await done('train c.json --out run --quiet --force --set data.missing=error');
    const line = 'predict run train.csv --set data.decimal=,';
    const { code, stderr } = await mlp(line);
    expect(code).toBe(65);
    const [, flag] = /"1\.5" is 1\.5 by --set '([^']+)'/.exec(stderr)!;
    const { stdout } = await done(`${line} --set ${flag}`);
    expect(stdout).toBe((await done('predict run train.csv')).stdout);
  });

  test.each([
    'predict run DATA',
    'jacobian run DATA',
    'eval run DATA',
    'trace run DATA',
    'compare run --data DATA',
  ])('can be set for `mlp %s`', async (command) => {
    const { mlp, done } = await trained();
    const plain = (await done(command.replace('DATA', 'train.csv'))).stdout;
    const line = command.replace('DATA', 'semicolons.csv');
    const refused = await mlp(line);
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain("--set 'data.delimiter=;'");
    expect((await done(`${line} --set data.delimiter=;`)).stdout.replaceAll('semicolons', 'train')).toBe(
      plain,
    );
    // trace reads no further than its row
    const gap = command.replace('DATA', command.startsWith('trace') ? 'missing.csv --row 4' : 'missing.csv');
    expect((await mlp(gap)).stderr).toContain(
      'cells that are no numbers, taken for missing values: x: 1 (first: line 5',
    );
    const { stderr } = await done(`${gap} --set data.missing_values=["","none"]`);
    expect(stderr).not.toContain('no numbers');
  });

  test.each(['eval run', 'trace run', 'gradcheck run', 'report run --out page.html', 'compare run'])(
    'can be set for the own data of `mlp %s`',
    async (command) => {
      const { done, write } = await trained();
      await done(command);
      write('train.csv', text.replaceAll(',', ';'));
      const { stderr } = await done(`${command} --set data.delimiter=;`);
      expect(stderr).not.toContain('column');
    },
  );

  test('other keys of a model are refused, with the reason', async () => {
    const { mlp } = await trained();
    for (const [set, reason] of [
      ['data.scale=none', 'data.scale was settled when the model was trained'],
      ['seed=1', 'seed was settled'],
      ['layers.0.units=3', 'layers.0.units was settled'],
      [
        'data.delimitr=;',
        'unknown key data.delimitr; of a model only how data are read can be set; did you mean',
      ],
      ['data.delimiter', 'expected key=value'],
      ['data.delimiter=ab', 'expected one ASCII character'],
      ['data.header=maybe', 'expected true or false'],
    ])
      for (const command of ['predict run train.csv', 'trace run', 'gradcheck run', 'eval run']) {
        const { code, stderr } = await mlp(`${command} --set ${set}`);
        expect({ code, command }).toEqual({ code: 2, command });
        expect(stderr, command).toContain(reason);
        expect(stderr, command).toContain(`--set ${set}`);
      }
  });

  test('a config takes every key, as before', async () => {
    const { done } = project({ 'iris.json': iris() });
    await done('gradcheck iris.json --set layers.0.units=2 --rows 2');
    await done(`trace iris.json ${dataset('iris.csv')} --set layers.0.units=2`);
  });
});
