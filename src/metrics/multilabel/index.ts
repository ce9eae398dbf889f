import { labelScores } from '../class_scores.js';
import type { Metric } from '../metric.js';
import { accuracy } from './accuracy.js';
import { averagePrecision } from './average_precision.js';
import type { Multilabel } from './input.js';
import { labelAccuracy } from './label_accuracy.js';
import { logLoss } from './log_loss.js';
import { rocAuc } from './roc_auc.js';

export const multilabelMetrics = {
  accuracy,
  label_accuracy: labelAccuracy,
  ...labelScores,
  roc_auc: rocAuc,
  average_precision: averagePrecision,
  log_loss: logLoss,
} satisfies Record<string, Metric<Multilabel>>;

export type MultilabelMetricName = keyof typeof multilabelMetrics;
