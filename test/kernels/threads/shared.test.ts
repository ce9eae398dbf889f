import { describe, expect, it, vi } from 'vitest';
import { rules } from '../../../src/kernels/threads/rules.js';
import { PoolSession } from '../../../src/kernels/threads/session.js';
import { operations } from '../../../src/kernels/wasm/binary.js';
import { portableBackends } from '../../helpers/portable_backends.js';
import { runs } from '../../helpers/runs.js';
import { kernelLaws } from '../laws.js';
import { recorded } from '../recorded.js';

// Here no work is too small to be divided, and all workers are there from the first run on.
describe.each(runs([2, 3], [1, 2, 3, 5]))('%i threads', (threads) => {
  const run = vi.spyOn(PoolSession.prototype, 'run');
  describe.each(Object.entries(portableBackends({ threads, grain: 0 })))('%s', (_, create) => {
    kernelLaws(recorded(create()));
  });

  it('share programs, but for a single one', () => {
    expect(run.mock.calls.length > 0).toBe(threads > 1);
    run.mockClear();
  });
});

it('there is a rule for every function that a program may call, with the operands and units that it has', () => {
  const computing = Object.keys(operations).filter((name) => !name.startsWith('use'));
  expect(Object.keys(rules).sort()).toEqual(computing.sort());
  for (const [name, { operands, over, work }] of Object.entries(rules)) {
    const parameters = operations[name];
    const places = operands.flatMap(({ unit, length }) => [...length, ...(unit ?? [])]);
    for (const place of [...places, ...work, ...(over === null ? [] : [over])]) {
      expect(parameters[place], `${name}, argument ${place}`).toBe('i');
      expect(place, name).toBeGreaterThanOrEqual(operands.length);
    }
  }
});
