import type { CellSettings } from '../../table/cells.js';
import type { PreprocessingConfig } from '../settings.js';

/** Settings by which columns are settled. */
export type SettledConfig = PreprocessingConfig & CellSettings;
