import { config } from 'zod';

// Schemas interpret and never compile: no `new Function` here. Before the first schema is made, so in the one place
// that all of them come from; import it as a namespace, so that the bundler leaves out what nobody uses.
config({ jitless: true });

export * from 'zod';
