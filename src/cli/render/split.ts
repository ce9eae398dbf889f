import type { Dataset } from '../../data/dataset.js';
import { splitText } from '../../data/splits/index.js';

/** A note on how the data were divided, where they were so by more than chance: the counts of rows say the rest. */
export const splitNote = ({ split }: Pick<Dataset, 'split'>): string[] =>
  split && split.type !== 'random' ? [`split ${splitText(split)}`] : [];
