"""Reference values of encoders of columns, by PyTorch 1.13 in float64: writes encoders.json beside this file.

A network of a plain column, a number by 5 bins (width 3), a category (4 levels, width 2) and a number by one bin (width
2), then tanh and one output. e(x) is written out as in Gorishniy et al. 2022, equation 1: the first bin has no bound
below, the last none above.
"""
import json
import os

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

edges = {'age': [-1.5, -0.5, 0.0, 0.25, 1.0, 2.5], 'fare': [-1.0, 1.0]}
rows = 12
x = torch.randn(rows, 4)
x[:, 2] = torch.tensor([0, 1, 2, 0, 0, 2, 1, 1, 0, 2, 0, 1])
x[0, 1], x[1, 1], x[2, 1] = -3.0, 4.0, 0.1
t = torch.randn(rows, 1)


def piecewise(values, bounds):
    columns = []
    last = len(bounds) - 2
    for k in range(last + 1):
        e = (values - bounds[k]) / (bounds[k + 1] - bounds[k])
        if k > 0:
            e = e.clamp(min=0.0)
        if k < last:
            e = e.clamp(max=1.0)
        columns.append(e)
    return torch.stack(columns, 1)


def encode(p, x):
    parts = [x[:, :1]]
    for name, column in (('age', 1), ('kind', 2), ('fare', 3)):
        if name == 'kind':
            parts.append(p['encoders.kind.weight'][x[:, column].long()])
        else:
            value = x[:, column]
            linear = value[:, None] * p[f'encoders.{name}.slope'] + p[f'encoders.{name}.bias']
            parts.append(linear + piecewise(value, edges[name]) @ p[f'encoders.{name}.weight'])
    return torch.cat(parts, 1)


shapes = {
    'encoders.age.weight': (5, 3), 'encoders.age.slope': (3,), 'encoders.age.bias': (3,),
    'encoders.kind.weight': (4, 2),
    'encoders.fare.weight': (1, 2), 'encoders.fare.slope': (2,), 'encoders.fare.bias': (2,),
    'layers.0.weight': (4, 8), 'layers.0.bias': (4,), 'head.weight': (1, 4), 'head.bias': (1,),
}
p = {name: torch.randn(shape).mul_(0.7).requires_grad_() for name, shape in shapes.items()}
start = {name: value.detach().clone() for name, value in p.items()}


def loss_of(x):
    z = encode(p, x)
    hidden = torch.tanh(z @ p['layers.0.weight'].T + p['layers.0.bias'])
    return z, ((hidden @ p['head.weight'].T + p['head.bias'] - t) ** 2).mean()


inputs = x.clone().requires_grad_()
z, loss = loss_of(inputs)
loss.backward()
gradients = {name: value.grad.clone() for name, value in p.items()}
dx = inputs.grad.clone()

optimizer = torch.optim.AdamW(p.values(), lr=0.05, weight_decay=0.1)
losses = []
for _ in range(6):
    optimizer.zero_grad()
    _, each = loss_of(x)
    each.backward()
    optimizer.step()
    losses.append(each.item())

listed = lambda values: {name: value.detach().tolist() for name, value in values.items()}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'encoders.json'), 'w') as file:
    json.dump({
        'edges': edges, 'x': x.tolist(), 't': t.flatten().tolist(), 'start': listed(start), 'z': z.tolist(),
        'loss': loss.item(), 'gradients': listed(gradients), 'dx': dx.tolist(), 'losses': losses, 'end': listed(p),
    }, file, indent=1)
    file.write('\n')
