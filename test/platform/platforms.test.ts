import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { platform as browser } from '../../src/platform/browser.js';
import { platform as node } from '../../src/platform/node.js';

describe.each([
  ['node', node],
  ['browser', browser],
])('%s', (_, platform) => {
  it('decodes base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...platform.decodeBase64(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes]);
      }),
    );
  });

  it('has memory, and a core for each thread that can compute', () => {
    expect(platform.memoryBytes()).toBeGreaterThanOrEqual(2 ** 28);
    expect(platform.cores()).toBeGreaterThanOrEqual(1);
    if (platform.startThread === null) expect(platform.cores()).toBe(1);
  });

  it('refuses a package that is not there, by its name', () => {
    expect(() => platform.loadPackage('no-such-package')).toThrow(/no-such-package/);
  });
});

it('in Node a thread runs a module that is text, with the data that it is given and no flags', async () => {
  const code = `import { parentPort, workerData } from 'node:worker_threads';
parentPort.postMessage([workerData.number + 1, process.execArgv, Object.keys(process.env)]);`;
  const thread = node.startThread!(code, { number: 1 });
  const message = await new Promise((done) => thread.on('message', done));
  expect(message).toEqual([2, [], []]);
});

it('in a browser the memory is what that tells of it, in GiB, or else four', () => {
  vi.stubGlobal('navigator', { deviceMemory: 8 });
  expect(browser.memoryBytes()).toBe(2 ** 33);
  vi.stubGlobal('navigator', {});
  expect(browser.memoryBytes()).toBe(2 ** 32);
  vi.unstubAllGlobals();
});
