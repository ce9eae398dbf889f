import type { Schedule } from './schedule.js';
import { step } from './step.js';

export const schedules = { step } satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
export type { Schedule } from './schedule.js';
