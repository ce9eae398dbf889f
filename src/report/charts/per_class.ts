import type { ClassRow } from '../../metrics/index.js';
import { short } from '../draw/text.js';
import { heldOut } from '../evidence/evidence.js';
import type { Chart } from './chart.js';

/** Table of precision, recall and F1 of each class. */
export const perClass = {
  title: 'Class by class',
  applies: (evidence) => evidence.parts.length > 0 && 'per_class' in heldOut(evidence).report,
  draw(evidence) {
    const { name, report } = heldOut(evidence);
    const rows = (report as { per_class: ClassRow[] }).per_class;
    return {
      caption:
        `Of the ${name} split. Precision: of what was taken for the class, how much was of it. Recall: of ` +
        'the class, how much was found. F1: their harmonic mean.',
      pictures: [],
      table: {
        header: ['', 'precision', 'recall', 'F1', 'rows'],
        rows: rows.map((row) => [
          row.class,
          ...[row.precision, row.recall, row.f1].map((value) => value.toFixed(3)),
          short(row.support),
        ]),
      },
    };
  },
} satisfies Chart;
