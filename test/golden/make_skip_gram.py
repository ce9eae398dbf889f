"""Reference values of skip-gram with negative sampling by PyTorch in float64: writes skip_gram.json beside this file."""
import json
import os

import torch
from torch.nn.functional import logsigmoid

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
words, contexts, width, negatives, rows = 5, 4, 3, 2, 7
u = torch.randn(words, width).requires_grad_()
v = torch.randn(contexts, width).requires_grad_()
w = torch.tensor([0, 1, 4, 0, 2, 2, 4])
c = torch.tensor([0, 1, 2, 3, 0, 0, 1])
n = torch.tensor([[1, 2], [3, 3], [0, 1], [2, 0], [3, 1], [1, 1], [2, 0]])
s = torch.tensor([1.0, 2.0, 0.5, 1.0, 0.0, 1.5, 1.0])
power = torch.bincount(c, minlength=contexts) ** 0.75
start = {'u': u.detach().clone(), 'v': v.detach().clone()}


def losses():
    pairs = logsigmoid((u[w] * v[c]).sum(-1))
    others = logsigmoid(-(u[w][:, None, :] * v[n]).sum(-1)).sum(-1)
    return -pairs - others


first = losses()
(s * first).sum().div(rows).backward()
result = {
    'source': 'PyTorch; see make_skip_gram.py',
    'words': words, 'contexts': contexts, 'width': width, 'negatives': negatives,
    'x': w.tolist(), 't': c.tolist(), 'drawn': n.flatten().tolist(), 'weights': s.tolist(),
    'noise': (power / power.sum()).tolist(),
    'u': start['u'].flatten().tolist(), 'v': start['v'].flatten().tolist(),
    'losses': first.tolist(), 'du': u.grad.flatten().tolist(), 'dv': v.grad.flatten().tolist(),
}
with open(os.path.join(os.path.dirname(__file__), 'skip_gram.json'), 'w') as file:
    lines = ',\n'.join(f'{json.dumps(k)}:{json.dumps(x, separators=(",", ":"))}' for k, x in result.items())
    file.write('{' + lines + '}\n')
