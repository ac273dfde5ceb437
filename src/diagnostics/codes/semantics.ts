import { defineCodes } from './define.ts';

export const semanticCodes = defineCodes({
  N042: {
    title: 'A metric or saved query reads something that does not exist',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A metric names a measure that no semantic model has, a metric or saved query names a metric that is not declared, or a metric names nothing that it could be computed from.',
    fix: 'Correct the name, or declare the measure or metric.',
  },
  N045: {
    title: 'A time spine is missing or incomplete',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'Semantic models need a model with `time_spine:` whose column has the granularity of a day or less, and the columns that `time_spine:` names must be described.',
    fix: 'Describe the columns with their `granularity`, or add such a model.',
  },
  N046: {
    title: 'The semantic layer is not valid',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'A semantic model, metric or saved query breaks one of the rules that MetricFlow has for names, labels, measures, times, entities, validity windows, filters and orders.',
    fix: 'Correct the part that the message tells of.',
  },
  N047: {
    title: 'Documents in the OSI format are not read',
    severity: 'warning',
    kind: 'OsiDocumentsNotRead',
    explanation:
      'The folders of `osi-paths` hold semantic models and metrics in the OSI format. Only those in YAML are read.',
    fix: 'Describe the semantic models and metrics in YAML, or remove the files.',
  },
  N063: {
    title: 'The semantic layer cannot be written in the OSI format',
    severity: 'warning',
    kind: 'SemanticValidationFailure',
    explanation:
      'A metric is computed from a conversion metric, which `target/osi_document.json` cannot express: the file is not written.',
    fix: 'Nothing has to be done, unless another tool reads that file: then compute the metric from others.',
  },
  N062: {
    title: 'A part of the semantic layer has no place in the OSI format',
    severity: 'warning',
    kind: 'MFConverterIssue',
    explanation:
      '`target/osi_document.json` describes the semantic layer for other tools. It has no conversion metrics, no private metrics, no natural entities, and no windows and grains of cumulative metrics.',
    fix: 'Nothing has to be done: everything else of the project still has them.',
  },
});
