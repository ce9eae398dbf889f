import { MlpError } from '../../../errors.js';
import { programOf } from '../../program/index.js';
import type { Format } from '../format.js';
import { OnnxModel } from './model.js';

/** A model of ONNX, of doubles throughout. */
export const onnx = {
  summary: 'a model of ONNX (operators of version 17), of doubles throughout',
  extension: '.onnx',
  tolerance: 1e-12,
  files(model, file) {
    // a runtime of ONNX gives other answers to rows of very large numbers; why is not known
    if (/"type":"squareplus"/.test(JSON.stringify(model.config)))
      throw new MlpError(
        'usage',
        'squareplus has no form in ONNX with the answers of mlp predict; take js or c',
      );
    return [{ name: file, content: new OnnxModel(programOf(model)).encode() }];
  },
} satisfies Format;
