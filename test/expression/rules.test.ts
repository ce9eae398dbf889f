import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variable } from '../../src/expression/build.js';
import type { Expression } from '../../src/expression/index.js';
import { compile, functions, operators } from '../../src/expression/index.js';

// Made by mpmath, which differentiates numerically at 60 digits: see test/fixtures/make_derivatives.py.
const golden: Record<'functions' | 'operators', Record<string, number[][]>> = JSON.parse(
  readFileSync(new URL('../fixtures/derivatives.json', import.meta.url), 'utf8'),
);

// A rule takes at most six operations, each off by at most 2 ulps (2^-51), at arguments where no cancellation loses
// more than two bits.
const tolerance = 6 * 4 * 2 ** -51;

function expectNear(rule: Expression, values: Record<string, number>, exact: number, what: string): void {
  const value = compile(rule, Object.keys(values))(Float64Array.from(Object.values(values)));
  expect(Math.abs(value - exact), `${what}: ${value}, not ${exact}`).toBeLessThanOrEqual(
    tolerance * Math.abs(exact),
  );
}

const [u, l, r, y] = ['u', 'l', 'r', 'y'].map(variable);

describe('the rules give the derivatives that mpmath finds', () => {
  it('for each of the functions and operators', () => {
    expect(Object.keys(golden.functions).sort()).toEqual(Object.keys(functions).sort());
    expect(Object.keys(golden.operators).sort()).toEqual(Object.keys(operators).sort());
  });

  it.each(Object.entries(functions))('%s', (name, { apply, derivative }) => {
    for (const [at, exact] of golden.functions[name])
      expectNear(derivative(u, y), { u: at, y: apply(at) }, exact, `${name} at ${at}`);
  });

  it.each(Object.entries(operators))('%s', (name, { apply, derivative }) => {
    for (const [left, right, byLeft, byRight] of golden.operators[name]) {
      const values = { l: left, r: right, y: apply(left, right) };
      expectNear(derivative.left(l, r, y), values, byLeft, `${left} ${name} ${right} by the left`);
      expectNear(derivative.right(l, r, y), values, byRight, `${left} ${name} ${right} by the right`);
    }
  });
});
