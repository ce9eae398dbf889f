import type { Sentence } from './sentence.js';

/** Columns that give the target by themselves: perhaps known only when the target is. */
export const leak = {
  subject: 'data',
  text(facts) {
    const found = facts.leaks();
    if (found === null) return null;
    const { columns, how } = found;
    const names = columns.map((name) => `\`${name}\``).join(', ');
    const isOne = columns.length === 1;
    const what = isOne
      ? `one column alone gives the target: ${names} (${how})`
      : `columns that alone give the target: ${names} (the first: ${how})`;
    const [known, left] = isOne ? ['it is', 'it'] : ['they are', 'them'];
    return `${what}; if ${known} not known when predictions are made, leave ${left} out by data.ignore`;
  },
} satisfies Sentence;
