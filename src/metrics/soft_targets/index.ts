import type { Metric } from '../metric.js';
import { accuracy } from './accuracy.js';
import type { SoftTarget } from './input.js';
import { logLoss } from './log_loss.js';

export const softTargetMetrics = { accuracy, log_loss: logLoss } satisfies Record<string, Metric<SoftTarget>>;

export type SoftTargetMetricName = keyof typeof softTargetMetrics;
