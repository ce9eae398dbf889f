import type { Dataset } from '../../data/dataset.js';
import { foldsText, splitText } from '../../data/splits/index.js';

/**
 * Notes on how the data were divided: into parts, where that was by more than chance (the counts of rows say the rest),
 * and into folds.
 */
export const splitNote = ({ split, folds }: Pick<Dataset, 'split' | 'folds'>): string[] => [
  ...(split && split.type !== 'random' ? [`split ${splitText(split)}`] : []),
  ...(folds ? [foldsText(folds), ...(folds.notes ?? [])] : []),
];
