import { predictionSet } from '../metrics/conformal/index.js';
import type { Network } from '../nn/network.js';
import { type Intervals, quantilesOf } from '../training/calibrating/index.js';
import { classProbabilities, predictedNumbers } from '../training/measuring/outputs.js';
import { type Answers, deviationsOf, type PredictOptions, type Value } from './answers.js';
import type { Model } from './model.js';

/** Options of `withIntervals`: the intervals are those of the level that was asked for. */
interface Options extends Pick<PredictOptions, 'interval'> {
  readonly intervals?: Intervals;
}

/**
 * Adds an interval to each predicted number, columns `lower` and `upper`, with _<target> where there are several; or to
 * each predicted class the set of classes, the most probable first, column `set`. Only where the options ask for it.
 *
 * @throws MlpError `usage` where there are too few calibration rows for the level.
 */
export function withIntervals(
  { columns, kinds, answer }: Answers,
  network: Network,
  { preprocessing: { target } }: Model,
  { interval, intervals }: Options,
): Answers {
  if (interval === undefined || !intervals) return { columns, kinds, answer };
  const quantiles = quantilesOf(intervals, network.outputs);
  if (target.kind === 'classes') {
    const { classes } = target;
    const k = classes.length;
    return {
      columns: [...columns, 'set'],
      kinds: new Map([...(kinds ?? []), ['set', 'text']]),
      answer(y, rows) {
        const p = classProbabilities(y, rows, k);
        const setOf = (i: number) => predictionSet(p, i * k, k, quantiles[0]).map((j) => classes[j]);
        return answer(y, rows).map((values, i): Value[] => [...values, setOf(i)]);
      },
    };
  }
  const names = target.kind === 'numbers' && target.names.length > 1 ? target.names : [''];
  const suffix = (name: string) => (name === '' ? '' : `_${name}`);
  return {
    columns: [...columns, ...names.flatMap((name) => [`lower${suffix(name)}`, `upper${suffix(name)}`])],
    kinds,
    answer(y, rows) {
      const predicted = predictedNumbers(network, y, target);
      const k = names.length;
      const deviations = network.moments && deviationsOf(network, target, rows);
      const bounds = (i: number) =>
        quantiles.flatMap((quantile, j) => {
          const half = quantile * (deviations?.[i * k + j] ?? 1);
          return [predicted[i * k + j] - half, predicted[i * k + j] + half];
        });
      return answer(y, rows).map((values, i): Value[] => [...values, ...bounds(i)]);
    },
  };
}
