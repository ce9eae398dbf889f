export { type Chosen, chooseThreshold, countsAt, figureOf, type Scored } from './choose.js';
export { type Counts, type Goal, parseGoal } from './goal.js';
