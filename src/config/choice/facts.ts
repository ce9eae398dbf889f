/** Facts about a table, by which a network is chosen: counts, so that the choice is the same on every machine. */
export interface TableFacts {
  readonly task: 'classification' | 'regression' | 'reconstruction' | 'generation';
  /** Number of rows to train with. */
  readonly rows: number;
  /** Number of columns of x. */
  readonly columns: number;
  /** Number of those that hold numbers, and not the indicators of categories. */
  readonly numbers: number;
  /** Number of outputs of the head: classes, labels or numbers. */
  readonly outputs: number;
}
