import { config } from 'zod';

/** Keeps zod from compiling schemas with `new Function`. Schemas made before this is imported may still try to. */
config({ jitless: true });
