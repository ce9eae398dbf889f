import { Buffer as NodeBuffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Buffer } from '../../src/play/worker/buffer.js';
import { runs } from '../helpers/runs.js';

const plain = (bytes: Uint8Array) => [...bytes];

describe('what csv-parse needs of Buffer is as in Node', () => {
  it('texts in UTF-8, there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(8), fc.nat(8), (text, start, length) => {
        const [ours, nodes] = [Buffer.from(text), NodeBuffer.from(text)];
        expect(plain(ours)).toEqual(plain(nodes));
        expect(ours.toString()).toBe(nodes.toString());
        const end = Math.min(nodes.length, start + length);
        expect(ours.toString('utf8', start, end)).toBe(nodes.toString('utf8', start, end));
        expect(Buffer.isBuffer(ours)).toBe(true);
        expect(Buffer.isBuffer(text)).toBe(false);
      }),
      { numRuns: runs(100, 1000) },
    );
  });

  it('a mark at the beginning and bytes that are no text', () => {
    for (const bytes of [[0xef, 0xbb, 0xbf, 0x61], [0xff, 0x61], []])
      expect(Buffer.from(bytes).toString()).toBe(NodeBuffer.from(bytes).toString());
  });

  it('order, copies and joining', () => {
    const bytes = fc.array(fc.nat(3), { maxLength: 4 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(2), (a, b, at) => {
        expect(Buffer.compare(Buffer.from(a), Buffer.from(b))).toBe(
          NodeBuffer.compare(NodeBuffer.from(a), NodeBuffer.from(b)),
        );
        expect(Buffer.from(a).compare(Buffer.from(b), 0, Math.min(at, b.length))).toBe(
          NodeBuffer.from(a).compare(NodeBuffer.from(b), 0, Math.min(at, b.length)),
        );
        expect(plain(Buffer.concat([Buffer.from(a), Buffer.from(b)]))).toEqual([...a, ...b]);
        const [ours, nodes] = [Buffer.allocUnsafe(8).fill(9), NodeBuffer.alloc(8, 9)];
        Buffer.from(a).copy(ours, at, 0, a.length);
        NodeBuffer.from(a).copy(nodes, at, 0, a.length);
        expect(plain(ours)).toEqual(plain(nodes));
      }),
      { numRuns: runs(100, 1000) },
    );
  });
});
