import type { Value } from '../graph/graph.js';

/** Shape of a tensor with a number for each column of x: [columns], or [members, columns] where there are members. */
export const byMember = ({ columns, members }: Value): readonly number[] =>
  members === 1 ? [columns] : [members, columns / members];
