import { expect } from 'vitest';
import type { Check } from './common.js';
import { featuresOf, plane, rowsOf } from './estimator.js';

const codes = '--layer layers.0';

/**
 * The checks for transformers, by scikit-learn's names: an autoencoder, whose codes are the outputs of its first layer.
 */
export const transformerChecks: Record<string, Check> = {
  // asked twice, in another order and one by one: the same codes, to the bit
  async check_transformer_general({ create }) {
    const { train, predict } = create();
    const rows = featuresOf(plane(30, { features: 4 }));
    await train(rows);
    const expected = await predict(rows, codes);
    expect(expected).toHaveLength(30);
    expect(await predict(rows, codes)).toEqual(expected);
    expect(
      await predict(
        rowsOf(rows, (body) => body.toReversed()),
        codes,
      ),
    ).toEqual(expected.toReversed());
    for (const i of [0, 13, 29])
      expect(
        await predict(
          rowsOf(rows, (body) => [body[i]]),
          codes,
        ),
      ).toEqual([expected[i]]);
  },

  // each unit of the layer has its column
  async check_transformer_get_feature_names_out({ create }) {
    const { train, done } = create();
    await train(featuresOf(plane(30, { features: 4 })));
    const { stdout } = await done(`predict run data.csv ${codes}`);
    expect(stdout.split('\n')[0]).toBe('h1,h2,h3,h4');
  },

  // no codes without training
  async check_transformers_unfitted({ create }) {
    expect((await create().mlp(`predict run - ${codes}`, { stdin: 'x1\n1\n' })).code).toBe(66);
  },

  // as many epochs as the history has
  async check_transformer_n_iter({ create }) {
    const { train, history } = create();
    await train(featuresOf(plane(30)));
    expect(history('run')).toHaveLength(8);
  },
};
