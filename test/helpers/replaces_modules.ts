const calls = /\bvi\.(mock|doMock|resetModules|stubGlobal)\(|\bglobalThis\.\w+ =/;

/** Whether a test file puts other modules or globals in the place of some, so that it needs a process of its own. */
export const replacesModules = (source: string): boolean => calls.test(source);
