import { expect, test } from 'vitest';
import { project } from './project.js';

const csv = `x,price,size\n${Array.from({ length: 9 }, (_, i) => `${i},${3 * i + 1},${i * i}\n`).join('')}`;
const lines = (stdout: string) => stdout.split('\n').filter((line) => /^(in the unit|loss:)/.test(line));
const units = 'rmse, mae, max_error, median_absolute_error (mse: squared)';

test.each([
  [{ target: 'price', features: ['x'] }, [`in the unit of price: ${units}`]],
  [
    { target: 'price', features: ['x'], target_scale: 'standard' },
    [`in the unit of price: ${units}`, 'loss: of the target as it is scaled'],
  ],
  [{ target: ['price', 'size'] }, [`in the units of price, size: ${units}`]],
])('train and eval say the units of metrics: %j', async (data, expected) => {
  const config = { task: 'regression', data: { train: 'd.csv', ...data }, training: { epochs: 1 } };
  const { done } = project({ 'd.csv': csv, 'c.json': config });
  expect(lines((await done('train c.json --out run --quiet')).stdout)).toEqual(expected);
  expect(lines((await done('eval run')).stdout)).toEqual(expected);
});

test('a reconstruction has the units of scaled inputs, classes have none', async () => {
  const config = { task: 'reconstruction', data: { train: 'd.csv' }, training: { epochs: 1 } };
  const classes = { data: { train: 'd.csv', target: 'kind' }, training: { epochs: 1 } };
  const { done, write } = project({ 'd.csv': csv, 'c.json': config, 'k.json': classes });
  const { stdout } = await done('train c.json --out run --quiet');
  expect(lines(stdout)).toEqual([`in the units of the inputs as they are scaled: ${units}`]);
  write('d.csv', 'x,kind\n1,a\n2,b\n3,a\n');
  expect(lines((await done('train k.json --out other --quiet')).stdout)).toEqual([]);
});
