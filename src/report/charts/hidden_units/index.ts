import { plainColumns } from '../../evidence/evidence.js';
import { layerBlocks } from '../../evidence/layer_blocks.js';
import { surfaceOf } from '../../evidence/surface.js';
import type { Chart } from '../chart.js';
import { drawUnitCurves } from './curves.js';
import { drawUnitMap } from './map.js';

/** Outputs of the hidden units over the inputs, as the TensorFlow Playground shows them. */
export const hiddenUnits = {
  title: 'What each unit has learned',
  applies: ({ model, parts }) =>
    parts.length > 0 &&
    plainColumns(model.preprocessing).length > 0 &&
    layerBlocks(model.config.layers).length > 0,
  draw(evidence) {
    const surface = surfaceOf(evidence);
    return surface.columns.length === 2 ? drawUnitMap(evidence, surface) : drawUnitCurves(surface);
  },
} satisfies Chart;
