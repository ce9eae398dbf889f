import { calibrate } from '../data/splits/index.js';
import { MlpError } from '../errors.js';
import { predictsVariance } from '../nn/gaussian/index.js';
import { type Intervals, usualIntervals } from '../training/calibrating/index.js';
import type { DecisionOptions } from '../training/measuring/evaluate.js';
import { refuseMisplacedThreshold } from './answers.js';
import type { Model } from './model.js';

/** Options by which a user decides on predictions: see PredictOptions. */
interface Asked {
  readonly threshold?: number;
  readonly interval?: number;
}

/**
 * Chooses how the predictions of a model are made: as the user asks, else as the model says.
 *
 * @throws MlpError `usage` where a threshold or an interval does not go with the model.
 */
export function decisionOf(model: Model, { threshold, interval }: Asked = {}): DecisionOptions {
  refuseMisplacedThreshold(threshold, model.preprocessing.target);
  const intervals =
    interval === undefined
      ? usualIntervals(model.calibration.conformal, predictsVariance(model.config.head))
      : intervalsOf(model, interval);
  const decided = threshold ?? model.calibration.threshold?.value;
  return { ...(decided !== undefined && { threshold: decided }), ...(intervals && { intervals }) };
}

/**
 * Intervals of a model that hold this share of the rows: by its calibration rows, or by the variance that it predicts
 * where it has none of these.
 *
 * @throws MlpError `usage` where the model predicts neither numbers nor classes, or has no calibration rows.
 */
function intervalsOf({ config, preprocessing, calibration, summary }: Model, level: number): Intervals {
  const { conformal } = calibration;
  if (conformal) return { conformal, level };
  if (predictsVariance(config.head) && summary.rows.calibration === undefined) return { level };
  const { kind } = preprocessing.target;
  const refuse = (reason: string) => new MlpError('usage', `--interval ${level}: ${reason}`);
  if (kind === 'numbers' || kind === 'classes')
    throw refuse(
      summary.rows.calibration === undefined
        ? 'the model has no rows to tell how wide an interval has to be; to set some aside, train it with ' +
            calibrate(config.data.split)
        : 'the predictions of the calibration rows are not all finite, so that nothing can be told of others',
    );
  const what = {
    labels: 'labels, each with its own probability; --threshold decides on them',
    distribution: 'a distribution',
    reconstruction: 'its own inputs; predict --error tells which rows are unusual',
    generation: 'whole rows',
  }[kind];
  throw refuse(`is for numbers and for classes, but this model predicts ${what}`);
}
