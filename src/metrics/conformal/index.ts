export { conformalQuantile, highestLevel, keptScores, leastRows, type Scores } from './scores.js';
export { predictionSet, setScore } from './sets.js';
