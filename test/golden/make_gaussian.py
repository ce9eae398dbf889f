"""Writes gaussian.json: PyTorch's GaussianNLLLoss (full) and its gradients; mixtures of normal distributions."""
import json
import os
import sys

import torch

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(5)


def normal(*shape):
    return torch.randn(*shape, generator=generator)


def loss_case(rows, targets, epsilon, scale, spread):
    """The head gives a = (means, s); the variance is scale (epsilon + exp s)."""
    a = (spread * normal(rows, 2 * targets)).requires_grad_()
    t = 2 * normal(rows, targets)
    weights = torch.rand(rows, generator=generator)
    start = torch.tensor(scale)
    variance = start * (epsilon + a[:, targets:].exp())
    # its own eps would hold the variance at 1e-6: it has none here
    losses = torch.nn.GaussianNLLLoss(full=True, eps=1e-300, reduction="none")(a[:, :targets], t, variance)
    losses = losses.mean(dim=1)
    (weights * losses).sum().backward()
    return {
        "targets": targets,
        "epsilon": epsilon,
        "initial_variance": scale,
        "a": a.detach().flatten().tolist(),
        "t": t.flatten().tolist(),
        "weights": weights.tolist(),
        "losses": losses.detach().tolist(),
        "da": a.grad.flatten().tolist(),
    }


def mixture_case(rows, members, targets):
    moments = normal(rows, members, 2 * targets)
    moments[:, :, targets:] = moments[:, :, targets:].exp()
    moments.requires_grad_()
    component = torch.distributions.Normal(
        moments[:, :, :targets].transpose(1, 2), moments[:, :, targets:].transpose(1, 2).sqrt()
    )
    even = torch.distributions.Categorical(torch.full((rows, targets, members), 1 / members))
    mixed = torch.distributions.MixtureSameFamily(even, component)
    y = torch.cat([mixed.mean, mixed.variance], dim=1)
    dy = normal(rows, 2 * targets)
    (dy * y).sum().backward()
    return {
        "members": members,
        "targets": targets,
        "x": moments.detach().flatten().tolist(),
        "y": y.detach().flatten().tolist(),
        "dy": dy.flatten().tolist(),
        "dx": moments.grad.flatten().tolist(),
    }


result = {
    "made_by": f"make_gaussian.py, torch {torch.__version__}",
    "losses": [
        loss_case(6, 1, 1e-6, [1.0], 1),
        loss_case(5, 3, 1e-6, [1.0, 0.25, 900.0], 2),
        loss_case(4, 2, 0.5, [2.0, 1.0], 6),
    ],
    "mixtures": [mixture_case(4, 3, 1), mixture_case(3, 5, 2)],
}
out = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "gaussian.json")
with open(out, "w") as file:
    json.dump(result, file)
    file.write("\n")
