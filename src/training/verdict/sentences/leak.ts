import type { Sentence } from './sentence.js';

/** Columns that give the target by themselves: perhaps known only when the target is. */
export const leak = {
  subject: 'data',
  say(facts) {
    const found = facts.leaks();
    if (found === null) return null;
    const { columns, how } = found;
    const names = columns.map((name) => `\`${name}\``).join(', ');
    return (
      `one column alone gives the target: ${names} (${how}); if it is not known when predictions are made, leave it ` +
      'out by data.ignore'
    );
  },
} satisfies Sentence;
