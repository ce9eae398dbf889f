/** scikit-learn's checks that have nothing here to check, by the reason. */
const reasons: Record<string, readonly string[]> = {
  'about Python objects and their attributes, of which a program on files has none': [
    'check_no_attributes_set_in_init',
    'check_estimator_get_tags_default_keys',
    'check_get_feature_names_out_error',
  ],
  'the same as check_estimators_data_not_an_array, which runs for every kind': [
    'check_classifier_data_not_an_array',
    'check_regressor_data_not_an_array',
    'check_transformer_data_not_an_array',
  ],
  'about containers of Python: weights are a column of the file, as the features are': [
    'check_sample_weights_pandas_series',
    'check_sample_weights_not_an_array',
    'check_sample_weights_list',
    'check_transformer_get_feature_names_out_pandas',
    'check_set_output_transform',
    'check_set_output_transform_pandas',
    'check_global_ouptut_transform_pandas',
  ],
  'CSV has one form for a number, and no sparse one; all is computed as float64': [
    'check_estimator_sparse_data',
    'check_sparsify_coefficients',
    'check_transformer_preserve_dtypes',
  ],
  'rows are samples; there is no kernel matrix': ['check_nonsquare_error'],
  'there is no decision function beside the probabilities': [
    'check_classifiers_multilabel_output_format_decision_function',
  ],
  'about clustering and outliers, which mlp does not do': [
    'check_clustering',
    'check_clusterer_compute_labels_predict',
    'check_outliers_train',
    'check_outliers_fit_predict',
    'check_outlier_contamination',
    'check_outlier_corruption',
  ],
  'runs the others, or looks an estimator up': ['check_estimator', 'check_is_fitted'],
};

export const notApplicable: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);
