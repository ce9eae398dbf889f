const contracts = 'test/nn/contracts.test.ts';
/** Formulas as they stand, which the loops of the build are compared with. */
const formulas = 'test/kernels/{formulas,row_formulas}.test.ts';

/** Files that are mutated, and the tests whose matter they are: a mutant that none of them notices survives. */
export const groups = {
  losses: { mutate: ['src/nn/losses/*.ts'], tests: ['test/nn/losses.test.ts', formulas, contracts] },
  activations: {
    mutate: ['src/nn/activations/*.ts'],
    tests: ['test/nn/activations.test.ts', formulas, contracts],
  },
  optimizers: {
    mutate: ['src/nn/optimizers/*.ts'],
    tests: ['test/nn/{optimizers,lbfgs,strong_wolfe}.test.ts', formulas, contracts],
  },
  safetensors: {
    mutate: ['src/files/safetensors*.ts', 'src/files/header_scan.ts', 'src/files/tensor.ts'],
    tests: ['test/files/safetensors*.test.ts'],
  },
  csv: {
    mutate: [
      'src/data/csv/*.ts',
      'src/data/csv/wasm/{index,workspace}.ts',
      'src/data/table/*.ts',
      'src/data/sources/bytes.ts',
    ],
    tests: ['test/data/{csv,sources,table}/*.test.ts'],
  },
};
