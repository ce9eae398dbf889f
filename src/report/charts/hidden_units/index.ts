import { layerBlocks } from '../../../nn/graph/blocks.js';
import { plainColumns } from '../../evidence/evidence.js';
import { surfaceOf } from '../../evidence/surface.js';
import type { Chart } from '../chart.js';
import { drawUnitCurves } from './curves.js';
import { drawUnitMap } from './map.js';

/** Outputs of the hidden units over the inputs, as the TensorFlow Playground shows them. */
export const hiddenUnits = {
  title: 'What each unit has learned',
  // the units of an ensemble are too many, and their weights are those of no member by itself
  applies: ({ model, network, parts }) =>
    network.members === 1 &&
    parts.length > 0 &&
    plainColumns(model.preprocessing).length > 0 &&
    layerBlocks(network.graph).length > 0,
  draw(evidence) {
    const surface = surfaceOf(evidence);
    return surface.columns.length === 2 ? drawUnitMap(evidence, surface) : drawUnitCurves(surface);
  },
} satisfies Chart;
