import type { Task } from '../../data/preprocessing/index.js';
import { maxCategories } from '../../data/table/column_builder.js';
import { unreadNote } from '../../data/table/column_notes.js';
import { present } from '../../data/table/column_type.js';
import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { nameList } from '../../name_list.js';
import { isForbidden } from '../path.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Most different numbers that are not whole in a target of classes. */
const mostFractions = 20;
/** Fewest rows at which a target with another value in almost each can be told. */
const fewestRows = 10;

/** Refuses a target that a task can learn nothing of: `source` is what it is read from. */
export function refuseTarget(
  target: ColumnProfile,
  { task, type, source }: { readonly task: Task; readonly type: Advice['type']; readonly source: string },
): void {
  const fault = faultOf(target, task, type);
  if (fault !== undefined)
    throw new MlpError(
      'data',
      `${source}: the target ${printable(target.name)} ${fault}; name another column (--target), or --task ` +
        'reconstruction for an autoencoder',
    );
}

/** The reason why nothing can be learned of a target, in words that follow its name. */
export function faultOf(
  { distinct: different, classes, facts, verdict, isHuge, isWhole }: ColumnProfile,
  task: Task,
  type: Advice['type'],
): string | undefined {
  const cells = present(facts);
  const distinct = Math.min(different, classes);
  if (cells === 0) return 'is empty';
  if (distinct === 1) return 'has the same value in every row';
  if (task === 'regression') {
    if (type !== 'number') return 'holds texts, no numbers for regression';
    return isHuge ? 'has numbers too large to be scaled, beyond 1e150' : undefined;
  }
  const unread = unreadNote(facts);
  const but = unread === undefined ? '' : `: ${unread}`;
  if (verdict === 'texts' || distinct > maxCategories)
    return `has more than ${maxCategories} different values, too many for classes${but}`;
  if (type === 'number' && !isWhole && distinct > mostFractions)
    return `has more than ${mostFractions} different numbers that are not whole, too many for classes`;
  if (cells >= fewestRows && distinct > cells / 2)
    return `has ${distinct} different values in ${cells} rows, too few rows for each class${but}`;
  return undefined;
}

/** Refuses data of which no column is left as an input. */
export function refuseNoInputs(
  columns: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
  source: string,
): void {
  const ignored = columns.map(({ name }) => `${printable(name)} (${advice.get(name)!.ignore})`);
  throw new MlpError(
    'data',
    `${source}: no column is left to predict from: ` +
      (ignored.length > 0 ? `left out are ${nameList(ignored)}` : 'the target is the only one'),
  );
}

/** Refuses a name that cannot have settings in a config, where it has to have some. */
export function refuseName(name: string, source: string): void {
  if (isForbidden(name))
    throw new MlpError(
      'data',
      `${source}: column ${name} needs settings (data.columns), but that name cannot be a key in a config; rename it`,
    );
}
