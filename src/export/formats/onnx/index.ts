import { programOf } from '../../program/index.js';
import type { Format } from '../format.js';
import { OnnxModel } from './model.js';

/** A model of ONNX, of doubles throughout. */
export const onnx = {
  summary: 'a model of ONNX (operators of version 17), of doubles throughout',
  extension: '.onnx',
  tolerance: 1e-12,
  files(model, file) {
    return [{ name: file, content: new OnnxModel(programOf(model)).encode() }];
  },
} satisfies Format;
