import { describe, expect, it } from 'vitest';
import { PastWeights } from '../../src/play/worker/past_weights.js';

const weights = () => new Float64Array(10);

describe('weights of past epochs', () => {
  it('stay within their limits, at even distances, the first among them', () => {
    // 64 MiB for four such, and two trainings
    const large = Float64Array.from({ length: 2 ** 20 }, (_, i) => i);
    const past = new PastWeights(2);
    for (let epoch = 0; epoch <= 20; epoch++) {
      past.add(0, epoch, () => large);
      expect(past.size * large.byteLength).toBeLessThanOrEqual(2 ** 25);
    }
    expect([past.every, past.size]).toEqual([8, 3]);
    const kept = [0, 8, 16].map((epoch) => Buffer.from(past.at(epoch)!.buffer));
    expect(kept.map((bytes) => bytes.equals(Buffer.from(large.buffer)))).toEqual([true, true, true]);
    expect(past.at(7)).toBeUndefined();
    const small = new PastWeights();
    for (let epoch = 0; epoch <= 1000; epoch++) small.add(0, epoch, weights);
    expect([small.every, small.size]).toEqual([2, 501]);
  });

  it('are those of one restart', () => {
    const past = new PastWeights();
    past.add(0, 0, weights);
    past.add(0, 1, weights);
    past.add(1, 0, weights);
    expect([past.every, past.size]).toEqual([1, 1]);
  });
});
