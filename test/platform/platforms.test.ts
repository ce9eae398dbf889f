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

  it('collects garbage, where it can, without harm to what is used', async () => {
    let dropped: object | null = new Float64Array(10);
    const [used, reference] = [new Float64Array(10).fill(1), new WeakRef(dropped)];
    dropped = null;
    await new Promise((resolve) => setTimeout(resolve)); // a reference lives until the end of its job
    platform.collectGarbage();
    if (platform === node) expect(reference.deref()).toBeUndefined();
    expect([...used]).toEqual(new Array(10).fill(1));
    expect('gc' in globalThis).toBe(false);
  });

  it('refuses a package that is not there, by its name', () => {
    expect(() => platform.loadPackage('no-such-package')).toThrow(/no-such-package/);
  });
});

describe('both platforms', () => {
  const both = (name: string, apply: (platform: typeof node, bytes: Uint8Array) => unknown) =>
    it(`agree on ${name}`, () => {
      const texts = fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`)));
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array({ maxLength: 5000 }), texts), (bytes) => {
          expect(apply(browser, bytes)).toEqual(apply(node, bytes));
        }),
      );
    });

  both('texts in UTF-8', (platform, bytes) => platform.decodeText(bytes));
  both('parts of them', (platform, bytes) => platform.decodeText(bytes, 1, bytes.length >> 1));
  both('texts of a character for each byte', (platform, bytes) => platform.decodeLatin1(bytes));
  both('parts of those', (platform, bytes) => platform.decodeLatin1(bytes, 2, 4200));
  both('what is UTF-8', (platform, bytes) => platform.isUtf8(bytes));
  both('what is ASCII', (platform, bytes) => platform.isAscii(bytes));
  both('the bytes of texts', (platform, bytes) => [...platform.encodeText(platform.decodeLatin1(bytes))]);
  both('bytes in a buffer', (platform, { buffer, byteOffset, length }) => [
    ...platform.bytesIn(buffer as ArrayBuffer, byteOffset, length),
  ]);
  both('hashes', (platform, bytes) =>
    platform.sha256().update(bytes).update('ä').update(bytes).digest('hex'),
  );
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
