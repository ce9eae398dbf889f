import type { Task } from '../../data/preprocessing/index.js';
import { isFormatted } from '../../data/table/column_notes.js';
import { areFormattedLabels, inferTask, maxInferredClasses } from '../../data/targets/choose.js';
import { excerpt, printable } from '../../files/excerpt.js';
import type { TableFacts } from '../choice/facts.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';
import { faultOf } from './refuse.js';

/**
 * Takes targets that may be classes for labels, spelled as they are, though they are numbers in a format, as 10% is:
 * few of them, and any that are to be classes by the task.
 */
export function withLabels(
  advice: ReadonlyMap<string, Advice>,
  columns: readonly ColumnProfile[],
  { targets, task }: { readonly targets: readonly string[]; readonly task?: Task },
): ReadonlyMap<string, Advice> {
  if (task === 'regression') return advice;
  const isLabel = ({ name, verdict, facts }: ColumnProfile) =>
    targets.includes(name) &&
    verdict === 'category' &&
    (areFormattedLabels(facts) || (task === 'classification' && facts.distinct! <= maxInferredClasses));
  const labels = columns.filter(isLabel).map(({ name }) => name);
  return new Map(
    [...advice].map(([name, column]) => [
      name,
      labels.includes(name) && column.type === 'number' ? { type: 'category' as const } : column,
    ]),
  );
}

/** Infers the task from the targets; a note says why, and how to say otherwise, where that is not refused. */
export function taskOf(
  columns: readonly ColumnProfile[],
  targets: readonly string[],
  advice: ReadonlyMap<string, Advice>,
  notes: string[],
): TableFacts['task'] {
  if (targets.length > 1) {
    notes.push(`regression, as there are ${targets.length} targets`);
    return 'regression';
  }
  const target = columns.find(({ name }) => name === targets[0])!;
  const { task, reason, other } =
    advice.get(target.name)!.type === 'number'
      ? inferTask({ ...target, rows: target.rows - target.missing })
      : labelsOf(target);
  const isRefused = other === 'classification' && faultOf(target, other, 'number') !== undefined;
  const otherwise = other && !isRefused ? `; for ${other}, say --task ${other}` : '';
  notes.push(`${task}, as the target ${printable(target.name)} ${reason}${otherwise}`);
  return task;
}

/** Infers the task from a target of texts: classes, whatever these are. */
function labelsOf({ facts, classes, dates }: ColumnProfile): ReturnType<typeof inferTask> {
  const task = 'classification';
  if (dates) return { task, reason: 'holds dates' };
  if (!isFormatted(facts)) return { task, reason: `holds texts, of ${classes} classes` };
  const { text, value } = facts.format!.example;
  const reason =
    `holds ${facts.distinct} different texts, though they are numbers in a format ` +
    `(${excerpt(text)} is ${value})`;
  return { task, reason, other: 'regression' };
}
