import { expect, it } from 'vitest';

// A formula over rows with numbers by column, options and the number of columns: y = w x / √(Σ x² / columns + ε), root
// mean square normalization.

const load = (name: string) => import(new URL(`../../src/build/formulas/${name}.mjs`, import.meta.url).href);
const { ELEMENT, input, LOOP, operation, reduction } = await load('ir');
const { describe: describeLoop } = await load('loops');
const { typescriptLoop } = await load('typescript_loops');
const { assemblyscriptLoop } = await load('assemblyscript_loops');

const [x, w] = [input('x', ELEMENT), input('w', ELEMENT)];
const [epsilon, columns] = [input('options.epsilon', LOOP), input('columns', LOOP)];
const mean = operation('/', reduction('rowSum', operation('*', x, x)), columns);
const y = operation('/', operation('*', w, x), operation('sqrt', operation('+', mean, epsilon)));
const loop = describeLoop({ frame: 'passes', byColumn: ['w', 'b'], writes: { y } });

it('knows its operands and options', () => {
  const operands: { name: string; by: string; isWritten: boolean }[] = loop.operands;
  expect(operands.map(({ name, by, isWritten }) => [name, by, isWritten])).toEqual([
    ['w', 'column', false],
    ['x', 'element', false],
    ['y', 'element', true],
  ]);
  expect(loop.numbers).toEqual(['epsilon']);
});

it('as TypeScript has the bits of what it says', () => {
  const source = typescriptLoop('f', loop).replaceAll(/: (?:Float64Array|number|void)/g, '');
  const run = new Function(`${source}\nreturn f;`)();
  const [rows, n] = [3, 5];
  const values = Float64Array.from({ length: rows * n }, (_, k) => Math.sin(k) * 3);
  const factors = Float64Array.from({ length: n }, (_, j) => j - 1.5);
  const result = new Float64Array(rows * n);
  run(factors, values, result, rows, n, 0.25);
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * n, (i + 1) * n);
    let sum = 0;
    for (const value of row) sum += value * value;
    const root = Math.sqrt(sum / n + 0.25);
    expect([...result.subarray(i * n, (i + 1) * n)]).toEqual(
      [...row].map((value, j) => (factors[j] * value) / root),
    );
  }
});

it('as AssemblyScript takes two rows and two columns a turn, and numbers by column for both rows', () => {
  const text = assemblyscriptLoop('f', loop);
  expect(text).toContain('rows -= 2');
  expect(text).toContain('k += 16');
  expect(text).toContain('all(f64.load(w + k))');
});
