import { isScaled, type Target } from '../../data/preprocessing/index.js';
import { type Metric, type Regression, regressionMetrics } from '../../metrics/index.js';
import { nameList } from '../../name_list.js';

const metrics: Readonly<Record<string, Metric<Regression>>> = regressionMetrics;

/** Lines on the units of metrics of numbers, and of the loss where that is another; none for other targets. */
export function unitNotes(names: readonly string[], target: Target): string[] {
  if (target.kind !== 'numbers' && target.kind !== 'reconstruction') return [];
  const of = (unit: string) => names.filter((name) => metrics[name]?.unit === unit).join(', ');
  const [plain, squared] = [of('target'), of('squared target')];
  if (plain === '') return [];
  const square = squared === '' ? '' : ` (${squared}: squared)`;
  return [
    `in ${unitOf(target)}: ${plain}${square}`,
    ...(isScaled(target) ? ['loss: of the target as it is scaled'] : []),
  ];
}

function unitOf(target: Target): string {
  if (target.kind !== 'numbers') return 'the units of the inputs as they are scaled';
  return `the unit${target.names.length > 1 ? 's' : ''} of ${nameList(target.names)}`;
}
