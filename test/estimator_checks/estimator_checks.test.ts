import { describe, expect, test } from 'vitest';
import { isLong } from '../helpers/runs.js';
import { classifierChecks } from './classifier.js';
import { type Check, commonChecks, type Kind } from './common.js';
import { blobs, estimator, plane } from './estimator.js';
import { furtherChecks } from './further.js';
import { notApplicable } from './not_applicable.js';
import { regressorChecks } from './regressor.js';
import names from './scikit_learn.json' with { type: 'json' };
import { transformerChecks } from './transformer.js';

const settings = {
  data: { target: 'y' },
  layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
  optimizer: { type: 'adam', learning_rate: 0.05 },
  training: { epochs: 8, batch_size: 16 },
};

const kindOf = (task: string, data: Kind['data'], base: object = settings): Kind => ({
  create: (more = {}) => estimator({ task, ...base, ...more }),
  data,
});

const { data: _, ...withoutTarget } = settings;
const classifier = kindOf('classification', blobs);
const regressor = kindOf('regression', plane);
const transformer = kindOf('reconstruction', plane, withoutTarget);

const tables: [string, Kind, Record<string, Check>][] = [
  ['classifier', classifier, { ...commonChecks, ...furtherChecks, ...classifierChecks }],
  ['regressor', regressor, { ...commonChecks, ...furtherChecks, ...regressorChecks }],
  ['transformer', transformer, transformerChecks],
];

/** Checks of all kinds of estimators: in the short form of one or the other, by turns. */
const shared = Object.keys({ ...commonChecks, ...furtherChecks });

for (const [turn, [name, kind, checks]] of tables.entries())
  describe(name, () => {
    for (const [check, run] of Object.entries(checks)) {
      const place = shared.indexOf(check);
      test.runIf(isLong || place < 0 || turn > 1 || place % 2 === turn)(check, () => run(kind));
    }
  });

test("every check of scikit-learn's is made, or there is a reason why it is not", () => {
  const made = tables.flatMap(([, , checks]) => Object.keys(checks));
  const further = new Set(Object.keys(furtherChecks));
  const ours = made.filter((name) => !further.has(name));
  expect([...new Set([...ours, ...notApplicable.keys()])].sort()).toEqual(names.checks.toSorted());
  expect(ours.filter((name) => notApplicable.has(name))).toEqual([]);
});
