import { nameList } from '../../name_list.js';
import type { Advice } from './columns.js';

/** Words for inputs of a type; those of dates are told with their parts. */
const kinds: Readonly<Partial<Record<Advice['type'], string>>> = {
  number: 'numbers, as their cells are',
  category: 'categories, one-hot, as they are texts, not amounts',
};

/** A note for each type of inputs: which columns have it, and why. */
export function inputNotes(inputs: readonly string[], advice: ReadonlyMap<string, Advice>): string[] {
  return Object.entries(kinds).flatMap(([type, why]) => {
    const names = inputs.filter((name) => advice.get(name)!.type === type);
    if (names.length === 0) return [];
    return [`${why}: ${nameList(names)}`];
  });
}
