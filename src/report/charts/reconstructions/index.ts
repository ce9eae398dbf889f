import { predictedNumbers } from '../../../training/measuring/outputs.js';
import { imageSide } from '../../draw/image.js';
import { type Evidence, heldOut, type Part } from '../../evidence/evidence.js';
import type { Chart } from '../chart.js';
import type { Example } from './example.js';
import { drawImages } from './images.js';
import { drawProfiles } from './profiles.js';

/** Reconstructions of an autoencoder, from the row with the least error to the one with the largest. */
export const reconstructions = {
  title: 'Reconstructions',
  applies: ({ model, parts }) => parts.length > 0 && model.preprocessing.target.kind === 'reconstruction',
  draw(evidence) {
    const part = heldOut(evidence);
    const { preprocessing } = evidence.model;
    const side = imageSide(preprocessing);
    const count = side === null ? 4 : 10;
    const shown = examples(evidence, part, Math.min(count, part.split.rows));
    return {
      caption:
        `Rows of the ${part.name} split, evenly from the one with the smallest error to the one with the largest: ` +
        (side === null
          ? 'what goes in and what comes out, column by column, as the network sees them (scaled).'
          : 'what goes in (above) and what comes out (below); the number is the root of the mean squared error, ' +
            'of the inputs as the network sees them.'),
      pictures: [side === null ? drawProfiles(shown, preprocessing) : drawImages(shown, side, preprocessing)],
    };
  },
} satisfies Chart;

function examples({ network, model }: Evidence, { split, predictions }: Part, count: number): Example[] {
  const { inputs } = network;
  const y = predictedNumbers(network, predictions.y, model.preprocessing.target);
  const rows = Array.from({ length: split.rows }, (_, i) => {
    const original = split.x.subarray(i * inputs, (i + 1) * inputs);
    const reconstruction = y.subarray(i * inputs, (i + 1) * inputs);
    const squares = original.reduce(
      (sum, x, j) => sum + (x - reconstruction[j]) * (x - reconstruction[j]),
      0,
    );
    return { row: i + 1, error: Math.sqrt(squares / inputs), original, reconstruction };
  }).sort((a, b) => a.error - b.error || a.row - b.row);
  const last = rows.length - 1;
  return Array.from({ length: count }, (_, k) => rows[Math.round((k * last) / Math.max(1, count - 1))]);
}
