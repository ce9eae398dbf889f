"""Reference values of activity_l1 by PyTorch in float64: writes activity_l1.json beside this file.

3 inputs, 4 relu units and 2 tanh units, both penalized, one output; squared error with row weights.
"""
import json
import os

import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
rows = 6
x, t = torch.randn(rows, 3), torch.randn(rows, 1)
s = torch.tensor([1.0, 0.5, 2.0, 0.0, 1.5, 1.0]) / rows
shapes = {
    'layers.0.weight': (4, 3), 'layers.0.bias': (4,), 'layers.1.weight': (2, 4), 'layers.1.bias': (2,),
    'head.weight': (1, 2), 'head.bias': (1,),
}
p = {name: torch.randn(shape).requires_grad_() for name, shape in shapes.items()}
h = torch.relu(x @ p['layers.0.weight'].T + p['layers.0.bias'])
z = torch.tanh(h @ p['layers.1.weight'].T + p['layers.1.bias'])
y = z @ p['head.weight'].T + p['head.bias']
fit = ((y - t) ** 2).mean(1)
losses = fit + 0.3 * h.abs().sum(1) + 0.05 * z.abs().sum(1)
(s * losses).sum().backward()
flat = lambda values: values.detach().flatten().tolist()
result = {
    'source': 'PyTorch; see make_activity_l1.py',
    'activity_l1': [0.3, 0.05], 'x': flat(x), 't': flat(t), 'scale': flat(s),
    'parameters': {name: flat(value) for name, value in p.items()},
    'fit': flat(fit), 'losses': flat(losses),
    'gradients': {name: flat(value.grad) for name, value in p.items()},
}
with open(os.path.join(os.path.dirname(__file__), 'activity_l1.json'), 'w') as file:
    lines = ',\n'.join(f'{json.dumps(k)}:{json.dumps(v, separators=(",", ":"))}' for k, v in result.items())
    file.write('{' + lines + '}\n')
