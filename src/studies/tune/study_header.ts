import type { NamedConfig } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import type { Space } from './space/space.js';

/** First line of a journal: what its results depend on. */
export interface StudyHeader {
  readonly format: 'mlp-study';
  readonly format_version: 1;
  /** Config of the file and of flags, without its name and without where its files are. */
  readonly config: object;
  readonly space: Readonly<Record<string, object>>;
  readonly strategy: string;
  readonly metric: string;
  readonly ahead: number;
  /** Number of folds whose mean judges a trial; the validation rows do where it is left out. */
  readonly folds?: number;
  /** Epochs at which trials are compared, and the number of trials, with halving. */
  readonly rungs?: readonly number[];
  readonly trials?: number;
  /** sha256 of the data, by part. */
  readonly data: Dataset['sha256'];
}

/** Creates the header of a study. */
export function studyHeader(
  { name: _, data, training, ...config }: NamedConfig,
  space: Space,
  sha256: Dataset['sha256'],
  rest: Pick<StudyHeader, 'strategy' | 'metric' | 'ahead' | 'folds' | 'rungs' | 'trials'>,
): StudyHeader {
  const { train, validation, test, ...reading } = data;
  const { checkpoint_every, ...course } = training;
  const isGenerated = typeof train === 'object' && !Array.isArray(train);
  return {
    format: 'mlp-study',
    format_version: 1,
    config: { ...config, data: { ...(isGenerated && { train }), ...reading }, training: course },
    space: Object.fromEntries(space.map(({ name, domain }) => [name, domain])),
    ...rest,
    data: { ...sha256 },
  };
}
