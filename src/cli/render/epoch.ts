import stringWidth from 'string-width';
import type { EpochRecord } from '../../training/records.js';
import { formatNumber } from './number.js';
import type { Sparkline } from './sparkline.js';

/** Curves of a restart's losses so far. */
export interface Curves {
  readonly train: Sparkline;
  readonly validation: Sparkline;
}

/**
 * Text of an epoch's metrics: `loss 0.123, validation loss 0.234, accuracy 0.95`; a curve stands between the name of a
 * loss and its value.
 */
export const epochText = (record: EpochRecord, curves?: Partial<Curves>): string =>
  [...trainText(record, curves), ...validationTexts(record, curves)].join(', ');

const withCurve = (curve: Sparkline | undefined) => {
  const text = curve?.toString() ?? '';
  return text === '' ? '' : ` ${text}`;
};

const trainText = ({ train }: EpochRecord, curves?: Partial<Curves>): string[] => [
  `loss${withCurve(curves?.train)} ${formatNumber(train.loss)}`,
];

function validationTexts({ validation }: EpochRecord, curves?: Partial<Curves>): string[] {
  if (!validation) return [];
  const { loss, ...others } = validation;
  return [
    `validation loss${withCurve(curves?.validation)} ${formatNumber(loss)}`,
    ...Object.entries(others).map(([name, value]) => `${name} ${formatNumber(value)}`),
  ];
}

/** Parts of a line of progress, each but the last as it is drawn. */
export interface ProgressParts {
  /** `epoch 12/100`. */
  readonly position: string;
  /** `12%`, for where the position is too long. */
  readonly share: string;
  readonly bar: string;
  /** `03s left`. */
  readonly remaining: string;
  readonly state?: { readonly record: EpochRecord; readonly curves: Curves };
  /** Text on what is done by now, where that is no epoch. */
  readonly text?: string;
}

/**
 * Line of progress for a terminal `width` columns wide. Where not all of it fits, it goes in this order: the curves,
 * the bar, the loss of training, the remaining time, the position in figures, metrics from the last one on, each whole.
 */
export function progressLine(
  { position, share, bar, remaining, state, text = '' }: ProgressParts,
  width: number,
): string {
  if (!state) {
    const more = text === '' ? [] : [` | ${text}`];
    const times = [`${position} [${bar}] ${remaining}`, `${position} ${remaining}`];
    return firstFitting(
      [...more.flatMap((end) => times.map((start) => start + end)), ...times, position, share],
      width,
    );
  }
  const { record, curves } = state;
  const all = epochText(record);
  const measured = validationTexts(record);
  const figures = measured.length > 0 ? measured : trainText(record);
  return firstFitting(
    [
      `${position} [${bar}] ${remaining} | ${epochText(record, curves)}`,
      `${position} [${bar}] ${remaining} | ${epochText(record, { validation: curves.validation })}`,
      `${position} [${bar}] ${remaining} | ${all}`,
      `${position} ${remaining} | ${all}`,
      `${position} ${remaining} | ${figures.join(', ')}`,
      `${position} | ${figures.join(', ')}`,
      ...figures.map((_, i) => `${share} | ${figures.slice(0, figures.length - i).join(', ')}`),
      share,
    ],
    width,
  );
}

/** The first of some texts that is at most `width` columns wide; empty where none is. */
const firstFitting = (texts: readonly string[], width: number): string =>
  texts.find((text) => stringWidth(text) <= width) ?? '';
