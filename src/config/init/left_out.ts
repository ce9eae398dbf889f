import { printable } from '../../files/excerpt.js';
import { nameList } from '../../name_list.js';
import { type Advice, isGuess } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** The columns to leave out; where no input would remain, those that may be one all the same are kept. */
export function ignoredOf(
  features: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
): readonly string[] {
  const names = features.map(({ name }) => name);
  const ignored = names.filter((name) => advice.get(name)!.ignore !== undefined);
  return ignored.length < names.length ? ignored : ignored.filter((name) => !isGuess(advice.get(name)!));
}

/** A note for each reason to leave columns out. */
export function leftOut(ignored: readonly string[], advice: ReadonlyMap<string, Advice>): string[] {
  const byReason = new Map<string, string[]>();
  for (const name of ignored) {
    const reason = advice.get(name)!.ignore!;
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return [...byReason].map(([reason, names]) => {
    const otherwise = isGuess(advice.get(names[0])!)
      ? '; to keep it, take it out of data.ignore in the config'
      : '';
    return `left out (${reason}): ${nameList(names)}${otherwise}`;
  });
}

/** A note on each input that may be none: it is the only one, or each of its numbers is one more than the last. */
export function countingNotes(
  inputs: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
): string[] {
  return inputs.flatMap(({ name, countsFrom, rows }) => {
    const { ignore } = advice.get(name)!;
    if (ignore !== undefined) return [`kept, as there is no other input: ${printable(name)}, ${ignore}`];
    if (countsFrom === undefined || rows < fewestCounting) return [];
    return [
      `${printable(name)} counts on from row to row, and is kept for its name; if it tells nothing but the number of ` +
        'the row, add it to data.ignore in the config',
    ];
  });
}

/** Fewest rows at which numbers count on by more than chance. */
const fewestCounting = 10;
