"""Writes adversarial.json: the first three steps of a generative adversarial network by PyTorch 1.13, for given noise.

Run with /usr/bin/python3 make_adversarial.py from this folder. Columns: a number, a number that may miss, a category of
three levels. A step is one of the discriminator, on the real rows and as many sampled ones, by SGD with momentum, and
then one of the generator, on a batch that is drawn anew, by Adam.
"""
import json
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy, linear, softmax

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
rows, latent, hidden, judging, steps, smoothing = 6, 3, 5, 4, 3, 0.1
a, b = torch.randn(rows), torch.randn(rows)
missing = torch.tensor([0.0, 1, 0, 0, 1, 0])
levels = [0, 1, 2, 1, 0, 2]
# what the discriminator sees of a real row: a; b, or 0, and whether it is missing; the level
real = torch.zeros(rows, 6)
real[:, 0], real[:, 1], real[:, 2] = a, b * (1 - missing), missing
for i, level in enumerate(levels):
    real[i, 3 + level] = 1
noise = torch.randn(steps, 2, rows, latent)
shapes = {
    "layers.0.weight": (hidden, latent), "layers.0.bias": (hidden,), "head.weight": (6, hidden), "head.bias": (6,),
    "discriminator.layers.0.weight": (judging, 6), "discriminator.layers.0.bias": (judging,),
    "discriminator.head.weight": (1, judging), "discriminator.head.bias": (1,),
}
start = {name: 0.7 * torch.randn(shape) for name, shape in shapes.items()}
values = lambda tensor: tensor.detach().flatten().tolist()


def losses_of(loss, real_logits, sampled_logits):
    """The discriminator's loss, of a real and a sampled row together."""
    to = torch.full_like(real_logits, 1 - smoothing)
    if loss == "least_squares":
        return ((real_logits - to) ** 2).mean() + (sampled_logits ** 2).mean()
    return cross_entropy(real_logits, to) + cross_entropy(sampled_logits, torch.zeros_like(sampled_logits))


def generator_loss(loss, logits):
    if loss == "least_squares":
        return ((logits - 1) ** 2).mean()
    if loss == "minimax":
        return torch.log(1 - torch.sigmoid(logits)).mean()
    return -torch.log(torch.sigmoid(logits)).mean()


def train(loss):
    w = {name: tensor.clone().requires_grad_() for name, tensor in start.items()}
    affine = lambda name, x: linear(x, w[name + ".weight"], w[name + ".bias"])
    judge = lambda rows: affine("discriminator.head", torch.tanh(affine("discriminator.layers.0", rows)))

    def generate(codes):
        y = affine("head", torch.tanh(affine("layers.0", codes)))
        p = torch.sigmoid(y[:, 2])
        return torch.cat([y[:, :1], ((1 - p) * y[:, 1])[:, None], p[:, None], softmax(y[:, 3:], 1)], 1)

    of_judge = [tensor for name, tensor in w.items() if name.startswith("discriminator.")]
    of_generator = [tensor for name, tensor in w.items() if not name.startswith("discriminator.")]
    judging_step = torch.optim.SGD(of_judge, lr=0.05, momentum=0.5)
    generating_step = torch.optim.Adam(of_generator, lr=0.01, betas=(0.5, 0.999))
    history = []
    for first, second in noise:
        judging_step.zero_grad()
        of_d = losses_of(loss, judge(real), judge(generate(first).detach()))
        of_d.backward()
        judging_step.step()
        generating_step.zero_grad()
        of_g = generator_loss(loss, judge(generate(second)))
        of_g.backward()
        generating_step.step()
        history.append([of_d.item(), of_g.item()])
    return {"losses": history, "weights": {name: values(tensor) for name, tensor in w.items()}}


cell = lambda i: [a[i].item(), None if missing[i] else b[i].item(), "pqr"[levels[i]]]
json.dump({
    "torch": torch.__version__, "rows": [cell(i) for i in range(rows)], "real": values(real), "latent": latent,
    "hidden": hidden, "judging": judging, "smoothing": smoothing, "noise": values(noise),
    "start": {name: values(tensor) for name, tensor in start.items()},
    "cases": {loss: train(loss) for loss in ["non_saturating", "minimax", "least_squares"]},
}, open("adversarial.json", "w"))
