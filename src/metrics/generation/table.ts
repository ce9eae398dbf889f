/** Numbers of a column, one a row; NaN where missing. */
export interface NumberSamples {
  readonly type: 'number';
  readonly name: string;
  readonly values: Float64Array;
}

/** Categories of a column, one a row: row i is `categories[codes[i]]`, missing where the code is −1. */
export interface CategorySamples {
  readonly type: 'category';
  readonly name: string;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type SampleColumn = NumberSamples | CategorySamples;

/** Rows of typed columns, real or sampled. Tables that are compared have the same columns in the same order. */
export interface SampleTable {
  readonly rows: number;
  readonly columns: readonly SampleColumn[];
}

/** The rows of a table with these indices, in their order. */
export function takeRows({ columns }: SampleTable, indices: ArrayLike<number>): SampleTable {
  const length = indices.length;
  const take = <T extends Float64Array | Int32Array>(to: T, from: T): T => {
    for (let i = 0; i < length; i++) to[i] = from[indices[i]];
    return to;
  };
  return {
    rows: length,
    columns: columns.map((column) =>
      column.type === 'number'
        ? { ...column, values: take(new Float64Array(length), column.values) }
        : { ...column, codes: take(new Int32Array(length), column.codes) },
    ),
  };
}

/** Gives tables one list of categories for each column, in the order in which they come. */
export function withSharedCategories(tables: readonly SampleTable[]): SampleTable[] {
  const shared = tables[0].columns.map((_, j) => {
    const places = new Map<string, number>();
    for (const { columns } of tables)
      for (const text of categoriesOf(columns[j])) if (!places.has(text)) places.set(text, places.size);
    return places;
  });
  return tables.map(({ rows, columns }) => ({
    rows,
    columns: columns.map((column, j) => {
      if (column.type === 'number') return column;
      const to = column.categories.map((text) => shared[j].get(text)!);
      const codes = column.codes.map((code) => (code < 0 ? -1 : to[code]));
      return { ...column, codes, categories: [...shared[j].keys()] };
    }),
  }));
}

const categoriesOf = (column: SampleColumn) => (column.type === 'category' ? column.categories : []);
