export { type AdversarialConfig, discriminatorHead, discriminatorName } from './config.js';
export {
  type AdversarialLoss,
  type AdversarialLossName,
  adversarialLosses,
  adversarialLossNames,
} from './losses.js';
export { Presented } from './presented.js';
