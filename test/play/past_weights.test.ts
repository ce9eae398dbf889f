import { describe, expect, it } from 'vitest';
import { PastWeights } from '../../src/play/worker/past_weights.js';

const weights = () => new Float64Array(10);

describe('weights of past epochs', () => {
  it('stay within their limit, at even distances, the first among them', () => {
    const past = new PastWeights(8 * 10 * 4);
    for (let epoch = 0; epoch <= 20; epoch++) {
      past.add(0, epoch, weights);
      expect(past.epochs.length).toBeLessThanOrEqual(4);
    }
    expect(past.epochs).toEqual([0, 8, 16]);
    expect(past.at(8)).toEqual(weights());
    expect(past.at(7)).toBeUndefined();
  });

  it('are those of one restart', () => {
    const past = new PastWeights();
    past.add(0, 0, weights);
    past.add(0, 1, weights);
    past.add(1, 0, weights);
    expect(past.epochs).toEqual([0]);
  });
});
