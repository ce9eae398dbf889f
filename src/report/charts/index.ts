import { calibration } from './calibration.js';
import type { Chart } from './chart.js';
import { confusionMatrix } from './confusion_matrix.js';
import { decision } from './decision/index.js';
import { decodings } from './decodings.js';
import { dependence } from './dependence.js';
import { embeddings } from './embeddings.js';
import { firstLayer } from './first_layer.js';
import { fit } from './fit.js';
import { fittedCurve } from './fitted_curve.js';
import { gradients } from './gradients.js';
import { hiddenUnits } from './hidden_units/index.js';
import { importance } from './importance.js';
import { latentMap } from './latent_map.js';
import { learningCurves } from './learning_curves.js';
import { members } from './members.js';
import { perClass } from './per_class.js';
import { precisionRecall } from './precision_recall.js';
import { reconstructions } from './reconstructions/index.js';
import { residuals } from './residuals.js';
import { restarts } from './restarts.js';
import { roc } from './roc.js';
import { samples } from './samples.js';
import { weights } from './weights.js';

/** Charts in the order of a report. */
export const charts = {
  decision,
  fitted_curve: fittedCurve,
  hidden_units: hiddenUnits,
  reconstructions,
  samples,
  latent_map: latentMap,
  decodings,
  learning_curves: learningCurves,
  restarts,
  confusion_matrix: confusionMatrix,
  per_class: perClass,
  roc,
  precision_recall: precisionRecall,
  calibration,
  fit,
  residuals,
  importance,
  dependence,
  members,
  embeddings,
  first_layer: firstLayer,
  weights,
  gradients,
} satisfies Record<string, Chart>;

export type ChartName = keyof typeof charts;
