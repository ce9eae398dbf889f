/** So many runs of a property, or a tenth of them where every mutant has to go through them. */
export const runs = (count: number): number =>
  process.env.MLP_MUTATION_GROUP ? Math.ceil(count / 10) : count;
