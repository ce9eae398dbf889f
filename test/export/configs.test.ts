import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type FormatName, formats } from '../../src/export/index.js';
import { inputColumns } from '../../src/export/program/encode.js';
import { loadModel } from '../../src/model/load_model.js';
import { random, uniform } from '../../src/random.js';
import { project } from '../cli/project.js';
import { repository } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';

const folder = join(repository, 'configs');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const predicting = names.filter((name) => read(name).task !== 'generation');

/** Rows of the columns that a model of generated data takes. */
function randomCsv(run: string): string {
  const rng = random(9, 'check');
  const columns = inputColumns(loadModel(run).preprocessing).map(({ name }) => name);
  const rows = Array.from({ length: 50 }, () => columns.map(() => 4 * uniform(rng) - 2).join());
  return [columns.join(), ...rows].join('\n');
}

test.each(sample(predicting, 1))(
  'configs/%s: every format gives what predict gives',
  async (name) => {
    const { done, directory, write } = project({});
    await done(`train ${join(folder, name)} --set training.epochs=1 --out run --quiet`);
    const { train } = read(name).data;
    if (typeof train !== 'string') write('rows.csv', randomCsv(join(directory, 'run')));
    const data = typeof train === 'string' ? resolve(folder, train) : 'rows.csv';
    for (const format of Object.keys(formats) as FormatName[]) {
      const { stdout } = await done(`export run --format ${format} --check ${data} --json`);
      const { difference, otherRows, rows } = JSON.parse(stdout).check;
      expect({ format, otherRows }).toEqual({ format, otherRows: 0 });
      expect(difference).toBeLessThanOrEqual(formats[format].tolerance);
      expect(rows).toBeGreaterThan(0);
    }
  },
  120_000,
);

test('those that generate are refused', () => {
  expect(names.length - predicting.length).toBe(5);
});
