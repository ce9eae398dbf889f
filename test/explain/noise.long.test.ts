import { expect, it } from 'vitest';
import { explainImportance } from '../../src/explain/index.js';
import { normal, random } from '../../src/random.js';
import { project } from '../cli/project.js';
import { csvOf, subjectOf } from './golden.js';

it('a column of noise lies within two standard errors of 0 in at least 90 of 100 seeds', async () => {
  let within = 0;
  let found = 0;
  for (let seed = 0; seed < 100; seed++) {
    const rng = random(seed, 'data');
    const rows = Array.from({ length: 150 }, () => [normal(rng), normal(rng), normal(rng), normal(rng)]);
    const column = (j: number) => rows.map((row) => row[j]);
    const y = rows.map(([a, b, , error]) => (a * b + a + 0.5 * error > 0 ? 'yes' : 'no'));
    const { done, directory, ...rest } = project({
      'c.json': {
        seed,
        data: { train: 'd.csv', target: 'y', split: { type: 'random', test: 0.4 } },
        layers: [{ type: 'dense', units: 8, activation: 'tanh' }],
        optimizer: { type: 'adam', learning_rate: 0.02 },
        training: { epochs: 30 },
      },
      'd.csv': csvOf({ a: column(0), b: column(1), noise: column(2), y }),
    });
    await done('train c.json --out run --quiet');
    const subject = await subjectOf({ done, directory, ...rest });
    const { columns } = explainImportance(subject, { metric: 'loss', repeats: 10, seed });
    const { importance, standard_error } = columns.find((each) => each.column === 'noise')!;
    if (Math.abs(importance!) <= 2 * standard_error!) within++;
    const known = columns.find((each) => each.column === 'a')!;
    if (known.importance! > 2 * known.standard_error!) found++;
  }
  // the figures are seen where one of them is too low
  expect({ within, found }, 'of 100').toSatisfy(() => within >= 90 && found >= 90);
}, 300_000);
