import { describe, expect, test } from 'vitest';
import { json, seeds, trained } from './configs.js';

const share = 0.15;
const outlier = 20;

describe.each(seeds)('outliers, seed %i: y = 2 x + 1', (seed) => {
  const lineBy = async (loss: string): Promise<[slope: number, intercept: number]> => {
    const { run } = await trained(`outliers-${loss}`, seed);
    const { weight, bias } = (await json('inspect', run)).affine[0];
    return [weight[0][0], bias[0]];
  };

  test('mse goes for the mean: the line moves up by the outliers’ share of their size', async () => {
    const [, intercept] = await lineBy('mse');
    // The number of outliers among 200 rows is binomial: its standard deviation makes 20 √(0.15 · 0.85 / 200) = 0.5 of
    // the mean.
    expect(Math.abs(intercept - 1 - share * outlier)).toBeLessThan(3 * 0.5);
  });

  test.each(['mae', 'huber', 'log-cosh'])(
    '%s goes for the median: the line stays where most points are',
    async (loss) => {
      const [slope, intercept] = await lineBy(loss);
      // With 15 % of the points far above, the median is the quantile 0.5 / 0.85 of the others: 0.22 standard
      // deviations of 0.5 too high; the bounded pull of huber and log_cosh, 0.15 / 0.85 of a slope of about 1, comes to
      // a little more.
      expect(intercept).toBeGreaterThan(0.8);
      expect(intercept).toBeLessThan(1.5);
      expect(Math.abs(slope - 2)).toBeLessThan(0.1);
    },
  );
});

describe.each(seeds)('ordered classes, seed %i', (seed) => {
  test('cross_entropy and kl_divergence are one; wasserstein makes the mistakes smaller', async () => {
    const [entropy, divergence, distance] = await Promise.all(
      ['cross-entropy', 'kl-divergence', 'wasserstein'].map((loss) => trained(`ordered-${loss}`, seed)),
    );
    // Of a certain class, −log p and log (1 / p) are one number, and their gradients are one.
    expect(divergence.metrics.test).toEqual(entropy.metrics.test);
    const [byEntropy, byDistance] = (
      await json('compare', entropy.run, distance.run, '--metrics', 'cross_entropy,wasserstein')
    ).map(({ metrics }: { metrics: object }) => metrics);
    expect(byEntropy.cross_entropy).toBeLessThan(byDistance.cross_entropy);
    expect(byDistance.wasserstein).toBeLessThan(byEntropy.wasserstein);
  });
});
