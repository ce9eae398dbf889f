import { figure } from '../text.js';
import type { Sentence } from './sentence.js';

/** One class that is predicted for every row, where there are several: no better than guessing it. */
export const oneClass = {
  subject: 'predictions',
  text({ report, baseline, part, dataset, outcome }) {
    if (outcome.divergence) return null;
    const { target } = dataset.preprocessing;
    if (target.kind !== 'classes' || !('confusion_matrix' in report) || !report.confusion_matrix) return null;
    const matrix = report.confusion_matrix;
    const predicted = target.classes.filter((_, j) => matrix.some((row) => row[j] > 0));
    const occurring = matrix.filter((row) => row.some((count) => count > 0)).length;
    if (predicted.length !== 1 || occurring < 2) return null;
    const { accuracy = 0 } = report;
    const { accuracy: guess = 0 } = baseline as typeof report;
    const also = accuracy <= guess ? `so would guessing (${figure(guess)})` : `guessing has ${figure(guess)}`;
    return `predicts only \`${predicted[0]}\` on ${part}, with an accuracy of ${figure(accuracy)}; ${also}`;
  },
} satisfies Sentence;
