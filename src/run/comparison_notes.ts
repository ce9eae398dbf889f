import { isAnswer, isScaled, type Target, targetNames } from '../data/preprocessing/index.js';
import { formatCount } from '../format_count.js';
import { nameList } from '../name_list.js';
import { shortList } from '../short_list.js';
import { unscaled } from '../training/measuring/outputs.js';
import { headline } from '../training/measuring/report.js';
import type { Compared } from './compare.js';

/** Most models that a note names. */
const named = 5;

/** Reasons why figures of models say nothing about each other, as notes; `names` are those of the models. */
export function comparisonNotes(compared: readonly Compared[], names: readonly string[]): string[] {
  const each = (textOf: (one: Compared) => string) =>
    shortList(
      compared.map((one, i) => `${names[i]}: ${textOf(one)}`),
      named,
      '; ',
    );
  if (differ(compared, ({ model }) => targetOf(model.preprocessing.target)))
    return [
      'not comparable: the models predict different targets, so that no figure of one says anything about another ' +
        `(${each(({ model }) => targetOf(model.preprocessing.target))})`,
    ];
  const notes: string[] = [];
  if (compared.some(({ metrics }) => 'loss' in metrics) && differ(compared, lossOf)) {
    const metric = headline(compared[0].model.preprocessing);
    notes.push(
      `loss is not comparable: the models minimize different ones (${each(lossOf)}); one that all are measured by: ` +
        `--metrics ${metric}`,
    );
  }
  const rows = ({ rows: count, part }: Compared) => `${formatCount(count)} ${part} rows`;
  if (differ(compared, rows))
    notes.push(`not comparable: the models are measured on different rows (${each(rows)}); ${onTheSame}`);
  else if (compared.some((one) => !haveSameTruth(compared[0], one)))
    notes.push(
      `not comparable: the models are measured on ${rows(compared[0])} each, but not on the same ones, as their ` +
        `data, data.split or seed differ; ${onTheSame}`,
    );
  return notes;
}

const onTheSame = '--data FILE measures all on the same';

const differ = (compared: readonly Compared[], keyOf: (one: Compared) => string): boolean =>
  new Set(compared.map(keyOf)).size > 1;

function targetOf(target: Target): string {
  const names = nameList(targetNames({ target }));
  if (target.kind === 'classes') return `${names}, of the classes ${nameList(target.classes)}`;
  return isAnswer(target) ? `${names}, ${target.kind}` : target.kind;
}

function lossOf({ model: { config, preprocessing } }: Compared): string {
  const { loss } = config.head;
  if (loss === undefined) return 'that of its objective';
  // the variance that training starts from is no part of the loss
  const { type, initial_variance: _, ...options }: Readonly<Record<string, unknown>> = loss;
  const more = Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : '';
  return `${type}${more}${isScaled(preprocessing.target) ? ', of scaled targets' : ''}`;
}

/** Whether two models are measured on rows with the same targets, in the same order, as far as they have targets. */
function haveSameTruth({ model: { preprocessing: first }, t }: Compared, other: Compared): boolean {
  if (!isAnswer(first.target)) return true;
  const [a, b] = [unscaled(t, first.target), unscaled(other.t, other.model.preprocessing.target)];
  // scales that differ round differently
  return a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * Math.max(1, Math.abs(value)));
}
