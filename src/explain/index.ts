export { type CorrelatedPair, correlationThreshold } from './correlation.js';
export { type DependenceOptions, type DependenceResult, explainColumn } from './dependence/index.js';
export { explainImportance, type ImportanceOptions, type ImportanceResult } from './importance/index.js';
export { explainRows, mostExact, type RowsOptions, type RowsResult } from './shapley/index.js';
export { loadSubject, type Subject, type SubjectOptions } from './subject.js';
