import { type Numbers, numbersOf, Vector } from './vector.js';

type Widened<Value> = Value extends Float64Array ? Numbers : Value;
type LoopName = 'forward' | 'backward' | 'step';

/** Loops over arrays, as they take vectors, too. */
export type OnNumbers<Loops> = {
  [Key in keyof Loops]: Key extends LoopName
    ? Loops[Key] extends (...values: infer Values) => infer Result
      ? (...values: { [Index in keyof Values]: Widened<Values[Index]> }) => Result
      : Loops[Key]
    : Key extends 'fused'
      ? Forms<Loops[Key]>
      : Loops[Key];
};

type Forms<Fused> = Fused extends object ? { [Name in keyof Fused]: Form<Fused[Name]> } : Fused;
type Form<Loops> = Loops extends object ? OnNumbers<Loops> : Loops;

const loopNames: ReadonlySet<string> = new Set<LoopName>(['forward', 'backward', 'step']);

/** Loops of plain TypeScript over the numbers of what they are given; `run` may put off each call. */
export function onNumbers<Loops extends object>(
  loops: Loops,
  run: (work: () => void) => void = (work) => work(),
): OnNumbers<Loops> {
  const wrap = ([name, member]: [string, unknown]): [string, unknown] => {
    if (name === 'fused')
      return [
        name,
        Object.fromEntries(
          Object.entries(member as object).map(([key, fused]) => [key, onNumbers(fused, run)]),
        ),
      ];
    if (!loopNames.has(name)) return [name, member];
    return [
      name,
      (...values: unknown[]) => {
        const arrays = values.map((value) => (value instanceof Vector ? numbersOf(value) : value));
        run(() => (loops as Record<string, (...values: unknown[]) => void>)[name](...arrays));
      },
    ];
  };
  return Object.fromEntries(Object.entries(loops).map(wrap)) as OnNumbers<Loops>;
}
