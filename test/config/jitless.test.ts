import { expect, it, vi } from 'vitest';

it('reads a config without making code from text', async () => {
  const makesCode = vi.fn();
  const Original = globalThis.Function;
  globalThis.Function = new Proxy(Original, {
    construct(target, args) {
      makesCode(args);
      return Reflect.construct(target, args);
    },
  });
  try {
    const { parseConfig } = await import('../../src/config/index.js');
    parseConfig({ data: { train: 'a.csv' }, layers: [{ type: 'dense', units: 3 }] });
  } finally {
    globalThis.Function = Original;
  }
  expect(makesCode).not.toHaveBeenCalled();
});
