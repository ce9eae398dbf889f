import fc from 'fast-check';
import { runs } from './runs.js';

// fast-check takes its seed from the clock unless told: a property that fails has to fail again.
fc.configureGlobal({ seed: 20_261_122, numRuns: runs(40, 100) });
