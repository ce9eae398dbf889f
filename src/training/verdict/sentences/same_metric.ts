import { figure } from '../text.js';
import type { Sentence } from './sentence.js';

/** Monitored metric that had one value in every epoch, so that it chose nothing. */
export const sameMetric = {
  subject: 'training',
  text({ history, config }) {
    const metric = config.training.early_stopping?.metric ?? 'loss';
    if (metric === 'loss' || history.length < 2) return null;
    const values = new Set(history.map(({ validation }) => validation?.[metric]));
    const [value] = values;
    if (values.size > 1) return null;
    return (
      `${metric} on validation ${value === undefined ? 'had no value' : `was ${figure(value)}`} in every epoch, so ` +
      'that it said nothing of when to stop; try --set training.early_stopping.metric=loss'
    );
  },
} satisfies Sentence;
