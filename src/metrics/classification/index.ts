import { classScores } from '../class_scores.js';
import type { Metric } from '../metric.js';
import { accuracy } from './accuracy.js';
import { averagePrecision } from './average_precision.js';
import { balancedAccuracy } from './balanced_accuracy.js';
import { brier } from './brier.js';
import { cohenKappa } from './cohen_kappa.js';
import type { Classification } from './input.js';
import { logLoss } from './log_loss.js';
import { mcc } from './mcc.js';
import { rocAuc } from './roc_auc.js';
import { topKAccuracy } from './top_k_accuracy.js';

export const classificationMetrics = {
  accuracy,
  balanced_accuracy: balancedAccuracy,
  ...classScores,
  roc_auc: rocAuc,
  average_precision: averagePrecision,
  log_loss: logLoss,
  brier,
  mcc,
  cohen_kappa: cohenKappa,
  top_2_accuracy: topKAccuracy(2),
  top_3_accuracy: topKAccuracy(3),
} satisfies Record<string, Metric<Classification>>;

export type ClassificationMetricName = keyof typeof classificationMetrics;
