/** Rows of each class in each group: those of class c in group g are `rows[g * classes + c]`. */
export interface GroupClasses {
  readonly classes: number;
  readonly rows: Float64Array;
}

const nowhere = 255;

/** Groups in parts, and how far these are from their fractions. */
export class Tally {
  /** Parts that have a fraction. */
  readonly wanted: readonly number[];
  /** The part of each group. */
  readonly partOf: Uint8Array;
  private readonly totals: Float64Array;
  private readonly all: number;
  /** Rows in each part by class, and in the last place of all classes. */
  private readonly held: readonly Float64Array[];
  private readonly groupsIn: number[];

  /** `isStratified`: whether the fractions are those of each class, too. */
  constructor(
    private readonly groups: GroupClasses,
    private readonly fractions: readonly number[],
    private readonly isStratified: boolean,
    /** Whether the first part, that for training, is to have all classes. */
    private readonly firstHasAll = true,
  ) {
    const { classes, rows } = groups;
    this.wanted = [...fractions.keys()].filter((part) => fractions[part] > 0);
    this.partOf = new Uint8Array(rows.length / classes).fill(nowhere);
    this.totals = new Float64Array(classes);
    for (let i = 0; i < rows.length; i++) this.totals[i % classes] += rows[i];
    this.all = this.totals.reduce((sum, n) => sum + n, 0);
    this.held = fractions.map(() => new Float64Array(classes + 1));
    this.groupsIn = fractions.map(() => 0);
  }

  put(group: number, part: number): void {
    this.partOf[group] = part;
    this.add(group, part, 1);
  }

  take(group: number): void {
    this.add(group, this.partOf[group], -1);
    this.partOf[group] = nowhere;
  }

  /**
   * The squared distance of each part from its share, relative to that, and the mean of the same over the classes;
   * most of all, parts without a group, then classes that are not in the first part.
   */
  cost(): number {
    const { all, fractions, groups, groupsIn, held, isStratified, totals, wanted } = this;
    const { classes } = groups;
    let cost = 0;
    for (const part of wanted) {
      const rows = held[part];
      if (groupsIn[part] === 0) cost += 2 * all * classes;
      cost += deviation(rows[classes], fractions[part] * all);
      if (!isStratified) continue;
      for (let c = 0; c < classes; c++)
        if (totals[c] > 0) cost += deviation(rows[c], fractions[part] * totals[c]) / classes;
    }
    if (this.firstHasAll)
      for (let c = 0; c < classes; c++) if (totals[c] > 0 && held[0][c] === 0) cost += all;
    return cost;
  }

  private add(group: number, part: number, sign: 1 | -1): void {
    const { classes, rows } = this.groups;
    const held = this.held[part];
    for (let c = 0; c < classes; c++) {
      const n = sign * rows[group * classes + c];
      held[c] += n;
      held[classes] += n;
    }
    this.groupsIn[part] += sign;
  }
}

const deviation = (has: number, share: number): number => ((has - share) * (has - share)) / share;
