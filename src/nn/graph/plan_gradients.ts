import type { Memory } from '../layout.js';
import type { OperationNode, Value } from './graph.js';

/** Memory of the gradient of each value, and how it comes about where several operations take the value. */
export interface Gradients {
  readonly of: ReadonlyMap<string, Memory>;
  /** Memory that each operation's backward writes, by input; null where it writes none. */
  readonly written: readonly (readonly (Memory | null)[])[];
  /** Sums that are added when an operation's backward has run, by operation. */
  readonly sums: readonly (readonly Sum[])[];
}

interface Sum {
  readonly to: Memory;
  readonly addend: Memory;
  readonly columns: number;
  /** Whether nothing is there yet to be added to. */
  readonly isFirst: boolean;
}

/** The inputs of operations that take a value, in the order of the forward pass. */
interface Use {
  readonly at: number;
  readonly input: number;
  /** The value whose gradient is this one's share, where the operation passes it on as it is. */
  readonly passed: Value | null;
  /** The value whose gradient is overwritten by this one's, where the operation may do so. */
  readonly overwritten: Value | null;
}

/**
 * A value's gradient is the sum over all that take the value. The first use to come back, which is the last forward,
 * writes it; others write into memory of their own and are added. What passes its gradient on as it is writes nothing:
 * the value that only it takes shares its gradient, and to others it is added after all that is written. What may write
 * its gradient over the one that comes in does so where nobody else needs either.
 */
export function planGradients(
  nodes: readonly OperationNode[],
  wanted: readonly Value[],
  claim: (columns: number) => Memory,
): Gradients {
  const of = new Map<string, Memory>();
  /** Values whose gradient's memory is that of no value which still needs it. */
  const apart = new Set<string>();
  const written = nodes.map(({ inputs }) => inputs.map((): Memory | null => null));
  const sums = nodes.map((): Sum[] => []);
  const values = [...wanted, ...nodes.map(({ output }) => output)];
  for (const value of values.toReversed()) {
    const uses = usesOf(value, nodes);
    const passed = uses.filter((use) => use.passed !== null);
    const writing = uses.filter((use) => use.passed === null).toReversed();
    const shareOf = (use: Use) => of.get(use.passed!.id)!;
    if (writing.length === 0 && passed.length === 1) {
      of.set(value.id, shareOf(passed[0]));
      continue;
    }
    const { columns } = value;
    const over = uses.length === 1 ? uses[0].overwritten : null;
    const gradient = over !== null && apart.has(over.id) ? of.get(over.id)! : claim(columns);
    apart.add(value.id);
    of.set(value.id, gradient);
    writing.forEach(({ at, input }, i) => {
      const to = i === 0 ? gradient : claim(columns);
      written[at][input] = to;
      if (i > 0) sums[at].push({ to: gradient, addend: to, columns, isFirst: false });
    });
    passed.forEach((use, i) => {
      const isFirst = writing.length === 0 && i === 0;
      sums[uses[0].at].push({ to: gradient, addend: shareOf(use), columns, isFirst });
    });
  }
  return { of, written, sums };
}

const usesOf = ({ id }: Value, nodes: readonly OperationNode[]): Use[] =>
  nodes.flatMap(({ operation, inputs, output }, at) =>
    inputs.flatMap((value, input) =>
      value.id === id
        ? [
            {
              ...{ at, input, passed: operation.passesGradient ? output : null },
              overwritten: operation.overwritesGradient ? output : null,
            },
          ]
        : [],
    ),
  );
