import { escapeControls } from '../../escape_controls.js';
import { counted } from '../../format_count.js';
import type { Judgement, SampleScores } from '../../metrics/generation/index.js';
import type { Context } from '../context.js';
import { type Cell, table } from './table.js';
import { wrap } from './wrap.js';

/** Table of how rows of a generator compare with real ones, beside independent columns and the training rows. */
export function judgementTable(judgement: Judgement, { style, stdout }: Context): string {
  const { sampled, independent, training, against } = judgement;
  const each: readonly SampleScores[] = [sampled, independent, ...(training ? [training] : [])];
  const row = (name: string, value: (scores: SampleScores) => Cell): Cell[][] => {
    const cells = each.map(value);
    return cells.every((cell) => cell === undefined) ? [] : [[name, ...cells]];
  };
  const rows = [
    ...row('rows', ({ rows: count }) => count),
    ...row('Wasserstein distance, mean', ({ marginals }) => marginals.wasserstein),
    ...row('total variation, mean', ({ marginals }) => marginals.total_variation),
    ...row('associations, mean difference', ({ associations }) => associations?.mean_difference),
    ...row('real against these, roc_auc', (scores) => scores.detection_auc),
    ...sampled.utility.flatMap(({ target, metric }, i) =>
      row(`trained on these: ${escapeControls(target)}, ${metric}`, ({ utility }) => utility[i]?.score),
    ),
    ...row('nearer to training than chance', ({ copying }) => copying?.near.share),
  ];
  const header = ['against real rows', 'sampled', 'independent', ...(training ? ['training'] : [])];
  const notes = [
    against.part === 'held_out'
      ? `compared with ${counted(against.rows, 'row')} that were held out`
      : `compared with the ${counted(against.rows, 'training row')}, as none were held out`,
    ...copyNotes(sampled),
  ];
  const lines = notes.map((line) => `${wrap(line, stdout.columns, 2)}\n`).join('');
  return `${table(header, rows, { style: style.out, width: stdout.columns })}${lines}`;
}

/** Line on whether rows are copies of training rows. */
function copyNotes({ copying }: SampleScores): string[] {
  if (!copying) return [];
  const { exact, near, copies } = copying;
  const share = `${(100 * near.share).toFixed(1)} %`;
  const chance = `${(100 * near.chance).toFixed(1)} %`;
  return [
    `${copies ? 'copies of training rows' : 'no copies beyond chance'}: ${share} of the sampled rows lie as near ` +
      `to a training row as the nearest of the held-out rows, ${chance} by chance; ${counted(exact.sampled, 'row')} ` +
      'equal one in every column',
  ];
}
