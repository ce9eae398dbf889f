"""Writes variational.json: a variational autoencoder's loss, ELBO and gradients by PyTorch 1.13, for given noise.

Run with /usr/bin/python3 make_variational.py from this folder. Columns: a number, a number that may miss, a category of
three levels; y has mean and s of each number (variance floor + spread^2 e^s), a logit of missing, three logits.
"""
import json
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
rows, inputs, hidden, latent, beta = 5, 4, 6, 2, 0.7
fields = [
    {"kind": "number", "spread": 1.2, "floor": 0.01, "mayMiss": False},
    {"kind": "number", "spread": 0.8, "floor": 0.002, "mayMiss": True},
    {"kind": "category", "levels": 3},
]
x = torch.randn(rows, inputs, requires_grad=True)
scale = torch.rand(rows) / rows
noise = torch.randn(rows, latent)
t = torch.zeros(rows, 8)
t[:, 0] = torch.randn(rows)
t[:, 1] = 1
missing = torch.tensor([0.0, 1, 0, 0, 1])
t[:, 2] = torch.randn(rows) * (1 - missing)
t[:, 3] = 1 - missing
t[:, 4] = missing
for i, level in enumerate([0, 2, 1, 1, -1]):  # the last has a level that training did not have
    if level >= 0:
        t[i, 5 + level] = 1

shapes = {
    "layers.0.weight": (hidden, inputs), "layers.0.bias": (hidden,),
    "latent.mean.weight": (latent, hidden), "latent.mean.bias": (latent,),
    "latent.log_variance.weight": (latent, hidden), "latent.log_variance.bias": (latent,),
    "decoder.0.weight": (hidden, latent), "decoder.0.bias": (hidden,),
    "head.weight": (8, hidden), "head.bias": (8,),
}
w = {name: (0.5 * torch.randn(shape)).requires_grad_() for name, shape in shapes.items()}
affine = lambda name, a: torch.nn.functional.linear(a, w[name + ".weight"], w[name + ".bias"])

h = torch.tanh(affine("layers.0", x))
mean, log_variance = affine("latent.mean", h), affine("latent.log_variance", h)
z = mean + torch.exp(0.5 * log_variance) * noise
y = affine("head", torch.tanh(affine("decoder.0", z)))
q = torch.distributions.Normal(mean, torch.exp(0.5 * log_variance))
kl = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum(1)
likelihood = torch.zeros(rows)
for at, field in zip([0, 2, 5], fields):
    if field["kind"] == "number":
        sd = torch.sqrt(field["floor"] + field["spread"] ** 2 * torch.exp(y[:, at + 1]))
        likelihood = likelihood + t[:, at + 1] * torch.distributions.Normal(y[:, at], sd).log_prob(t[:, at])
        if field["mayMiss"]:
            likelihood = likelihood + torch.distributions.Bernoulli(logits=y[:, at + 2]).log_prob(t[:, at + 2])
    else:
        likelihood = likelihood + (t[:, 5:8] * torch.log_softmax(y[:, 5:8], 1)).sum(1)
losses = -likelihood + beta * kl
(scale * losses).sum().backward()

values = lambda tensor: tensor.detach().flatten().tolist()
json.dump({
    "torch": torch.__version__, "rows": rows, "inputs": inputs, "hidden": hidden, "latent": latent, "beta": beta,
    "fields": fields, "x": values(x), "t": values(t), "scale": values(scale), "noise": values(noise),
    "weights": {name: values(tensor) for name, tensor in w.items()},
    "reconstruction": values(-likelihood), "kl": values(kl), "losses": values(losses),
    "gradients": {name: values(tensor.grad) for name, tensor in w.items()}, "dx": values(x.grad),
}, open("variational.json", "w"))
