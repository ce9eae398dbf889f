import type { Trace, TracedModule } from '../../nn/graph/trace/index.js';
import { greatest } from '../../range.js';
import type { Context } from '../context.js';
import { gap } from './columns.js';
import { formatNumber } from './number.js';
import { type TableOptions, table } from './table.js';
import { wrap } from './wrap.js';

/** A trace as JSON: every number of every module, in the order of the forward pass. */
export const traceJson = ({ modules, target, fused }: Trace): object => ({
  modules: modules.map(({ tensors, ...module }) => ({
    ...Object.fromEntries(Object.entries(module).map(([key, value]) => [key, plain(value)])),
    tensors: tensors.map((tensor) => ({
      ...tensor,
      values: [...tensor.values],
      gradient: tensor.gradient && [...tensor.gradient],
    })),
  })),
  target: [...target],
  loss: modules.at(-1)!.output[0],
  fused,
});

const plain = (value: unknown): unknown =>
  value instanceof Float64Array ? [...value] : Array.isArray(value) ? value.map(plain) : value;

/** Tables of the forward pass from x to the loss, and of the backward pass from the loss to x. */
export function traceTables({ modules, target, fused }: Trace, { style, stdout }: Context): string {
  const [activation, loss] = modules.slice(-2).map(({ kind }) => kind);
  const forward = [
    line('x', '', modules[0].input),
    ...modules.slice(0, -1).flatMap(forwardLines),
    ...labelled(labelOf(modules.at(-1)!), [line('', 't', target), line('', 'L', modules.at(-1)!.output)]),
  ];
  const backward = modules.toReversed().flatMap(backwardLines);
  const show = (title: string, lines: readonly Line[]) =>
    `${style.out.bold(title)}\n${vectorTable(lines, { style: style.out, width: stdout.columns })}`;
  return [
    show('Forward', forward),
    '\n',
    show('Backward: the derivative of L', backward),
    fused
      ? wrap(
          `${activation} and ${loss} go back in one piece, so that what leaves ${activation} is exact wherever ` +
            'y lies\n',
          stdout.columns,
        )
      : '',
  ].join('');
}

interface Line {
  readonly module: string;
  readonly what: string;
  readonly shape: string;
  readonly values: Float64Array;
}

const line = (
  module: string,
  what: string,
  values: Float64Array,
  shape: readonly number[] = [values.length],
): Line => ({ module, what, shape: `[${shape.join(' × ')}]`, values });

const labelOf = ({ name, kind }: TracedModule) => `${name} ${kind}`;

/** Lines of one module; the first alone has its name. */
const labelled = (module: string, [first, ...others]: readonly Line[]): Line[] => [
  { ...first, module },
  ...others,
];

/** Shape of a row: its columns, or members × columns of each. */
const shapeOf = ({ length }: Float64Array, members = 1): readonly number[] =>
  members === 1 ? [length] : [members, length / members];

function forwardLines(module: TracedModule): Line[] {
  const { kind, tensors, output, members } = module;
  return labelled(labelOf(module), [
    ...tensors.map(({ name, shape, values }) => line('', name, values, shape)),
    line('', kind.endsWith('affine') ? 'a' : 'y', output, shapeOf(output, members?.output)),
  ]);
}

function backwardLines(module: TracedModule): Line[] {
  const { incoming, outgoing, tensors, paths, members } = module;
  const gradients = tensors.flatMap(({ name, shape, gradient }) =>
    gradient ? [line('', `∂L/∂${name}`, gradient, shape)] : [],
  );
  const arriving = paths
    ? [line('', 'through block', paths[0]), line('', 'around block', paths[1])]
    : [line('', 'incoming', incoming, shapeOf(incoming, members?.output))];
  const shape = shapeOf(outgoing, members?.input);
  const leaving = line('', paths ? 'outgoing, sum' : 'outgoing', outgoing, shape);
  return labelled(labelOf(module), [...arriving, ...gradients, leaving]);
}

/** Table of vectors: each shows its first numbers, as many as fit and at most `mostNumbers`. */
function vectorTable(
  lines: readonly Line[],
  { style, width = Number.POSITIVE_INFINITY }: TableOptions,
): string {
  const widest = (key: 'module' | 'what' | 'shape') => greatest(lines.map((each) => each[key].length));
  const available = width - widest('module') - widest('what') - widest('shape') - 3 * gap - ending.length;
  const count = Math.max(1, Math.min(mostNumbers, Math.floor(available / (numberWidth + 1))));
  const rows = lines.map(({ module, what, shape, values }) => {
    const shown = [...values.subarray(0, count)].map((value) => formatNumber(value).padStart(numberWidth));
    return [module, what, shape, `${shown.join(' ')}${values.length > count ? ending : ''}`];
  });
  return table(['module', '', 'shape', 'numbers'], rows, { style, width });
}

const mostNumbers = 4;
const ending = ' …';
/** Width of the longest number: `-1.2345e-10`. */
const numberWidth = 11;
