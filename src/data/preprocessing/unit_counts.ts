import { printable } from '../../files/excerpt.js';
import { unitsOf } from '../numbers/format.js';
import type { CellSettings } from '../table/cells.js';
import { unitList } from '../table/column_notes.js';
import type { Table } from '../table/table.js';

/** Numbers of a column for which the model's config names a unit, and of those that have it. */
interface Counts {
  readonly units: readonly string[];
  numbers: number;
  withUnit: number;
}

/** Counts of numbers with the units that a model's config names for their columns. */
export class UnitCounts {
  private readonly columns = new Map<string, Counts>();

  add({ columns }: Table, { columns: settings }: CellSettings): void {
    for (const { name, type, facts } of columns.values()) {
      const units = type === 'number' && Object.hasOwn(settings, name) ? unitsOf(settings[name]) : [];
      if (units.length === 0) continue;
      const counts = this.columns.get(name) ?? { units, numbers: 0, withUnit: 0 };
      counts.numbers += facts.numbers;
      counts.withUnit += facts.withUnit?.count ?? 0;
      this.columns.set(name, counts);
    }
  }

  /** A warning of each column none of whose numbers has its unit: 0.97 where the model was trained on 97%. */
  messages(source: string): string[] {
    const without = [...this.columns].filter(([, { numbers, withUnit }]) => numbers > 0 && withUnit === 0);
    return without.map(
      ([name, { units, numbers }]) =>
        `${source}: column ${printable(name)}: none of its ${numbers} numbers has the unit ${unitList(units)} of the ` +
        "model's config: they are taken to be in it all the same",
    );
  }
}
