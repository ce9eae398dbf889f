import { random, shuffle } from '../../random.js';

/** Indices of the rows of one group. */
type Group = Uint32Array;

/**
 * Deals whole groups out to parts. They come in a random order, so that large ones are as likely in one part as in
 * another of its size, and each goes to the part that is farthest below its share of the rows; with `strata`, of the
 * rows of the group's commonest stratum (class), and where these are alike, of all. As long as there are groups, every
 * part with a fraction has one: the last ones fill what is empty. At least as many groups as such parts are expected.
 */
export function dealGroups(
  groups: readonly Group[],
  fractions: readonly number[],
  seed: number,
  strata: Int32Array | undefined,
): Group[][] {
  const order = Uint32Array.from(groups.keys());
  shuffle(random(seed, 'split'), order);
  const kinds = groups.map((group) => (strata ? commonest(group, strata) : 0));
  const sizes = new Map<number, number>();
  let total = 0;
  groups.forEach(({ length }, i) => {
    sizes.set(kinds[i], (sizes.get(kinds[i]) ?? 0) + length);
    total += length;
  });
  const shares = (size: number) => fractions.map((fraction) => fraction * size);
  const owed = shares(total);
  const owedOf = new Map(Array.from(sizes, ([kind, size]) => [kind, shares(size)]));
  const dealt = fractions.map((): Group[] => []);
  const candidates = [...fractions.keys()].filter((part) => fractions[part] > 0);
  order.forEach((index, k) => {
    const group = groups[index];
    const ofKind = owedOf.get(kinds[index])!;
    const empty = candidates.filter((part) => dealt[part].length === 0);
    const open = groups.length - k <= empty.length ? empty : candidates;
    const part = open.reduce((best, other) =>
      ofKind[other] > ofKind[best] || (ofKind[other] === ofKind[best] && owed[other] > owed[best])
        ? other
        : best,
    );
    dealt[part].push(group);
    ofKind[part] -= group.length;
    owed[part] -= group.length;
  });
  return dealt;
}

/** The commonest stratum of a group's rows; the first of them where two are equally common. */
function commonest(group: Group, strata: Int32Array): number {
  const counts = new Map<number, number>();
  for (const row of group) counts.set(strata[row], (counts.get(strata[row]) ?? 0) + 1);
  return [...counts].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}
