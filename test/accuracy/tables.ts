/** A table that is measured on: one file, divided anew for each seed, or a training and a test file. */
export interface Table {
  name: string;
  task: 'classification' | 'regression';
  target: readonly string[];
  /** Columns that no method is given, such as names of rows. */
  ignore?: readonly string[];
  /** Paths from the root of the repository. */
  files: { all: string } | { train: string; test: string };
  /** Whether it takes so long that it is measured only where it is asked for by name. */
  byName?: boolean;
}

const shipped = (name: string, file: string, task: Table['task'], ...target: string[]): Table => ({
  name,
  task,
  target,
  files: { all: `datasets/${file}` },
});

/** Tables with a division of their own, for which reference.json has figures of other methods. */
const divided = (name: string, task: Table['task'], target: string): Table => ({
  name,
  task,
  target: [target],
  files: {
    train: `test/accuracy/tables/${name}.trainval.csv.gz`,
    test: `test/accuracy/tables/${name}.test.csv.gz`,
  },
});

export const tables: readonly Table[] = [
  shipped('linnerud', 'linnerud.csv', 'regression', 'weight', 'waist', 'pulse'),
  { ...shipped('mtcars', 'mtcars.csv', 'regression', 'mpg'), ignore: ['model'] },
  shipped('airquality', 'airquality.csv', 'regression', 'Ozone'),
  shipped('iris', 'iris.csv', 'classification', 'species'),
  shipped('servo', 'servo.csv', 'regression', 'Class'),
  shipped('wine', 'wine.csv', 'classification', 'cultivar'),
  shipped('penguins', 'penguins.csv', 'classification', 'species'),
  shipped('diabetes', 'diabetes.csv', 'regression', 'progression'),
  shipped('breast_cancer', 'breast_cancer.csv', 'classification', 'diagnosis'),
  shipped('pima', 'pimaindiansdiabetes2.csv', 'classification', 'diabetes'),
  divided('concrete', 'regression', 'compressive_strength'),
  shipped('digits', 'digits.csv', 'classification', 'digit'),
  divided('spam', 'classification', 'type'),
  divided('churn', 'classification', 'churn'),
  divided('income', 'classification', 'INCOME'),
  divided('house', 'regression', 'log_price'),
  divided('cps1988', 'regression', 'log_wage'),
  { ...shipped('mnist10k', 'mnist10k.csv.gz', 'classification', 'label'), byName: true },
];
