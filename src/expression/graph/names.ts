import { constants } from '../constants.js';

/** Letters that are not taken for numbers, functions or unknowns. */
const letters = [...'abcdfghijklmnopqrstuvw'];

/** Names a, b, c … and then a1, b1, c1 …, without those in `taken` and those of constants. */
export function* moduleNames(taken: readonly string[]): Generator<string, never> {
  for (let round = 0; ; round++)
    for (const letter of letters) {
      const name = round === 0 ? letter : `${letter}${round}`;
      if (!taken.includes(name) && !Object.hasOwn(constants, name)) yield name;
    }
}
