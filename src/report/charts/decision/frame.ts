import { chartWidth } from '../../draw/plot.js';
import { shorten } from '../../draw/text.js';
import type { Surface } from '../../evidence/surface.js';

/** Most points that are drawn; more hide what is behind them. */
export const readablePoints = 800;

/** Plot options of a picture of the plane, with space for a legend of some height above it. */
export const planeFrame = ({ columns, limits }: Surface, legendHeight: number) => ({
  width: chartWidth,
  height: 410 + legendHeight,
  marginTop: legendHeight + 22,
  marginLeft: 50,
  color: { type: 'identity' } as const,
  x: { domain: limits[0], label: shorten(columns[0]) },
  y: { domain: limits[1], label: shorten(columns[1]) },
});
