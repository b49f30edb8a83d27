"""A training run that can be stopped at any time: model, mean weights, optimizer and step, saved whole."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

_AVERAGE = 0.998  # decay of the running mean of the weights, which is what is kept
_WARM_UP = 60  # steps until the learning rate is at its height


class Run:
    """The state of a run; goes on from the checkpoint in `out`, if there is one."""

    def __init__(self, model: nn.Module, rates: dict[nn.Parameter, float], total: int, weights: Path) -> None:
        self.model, self.total, self.weights = model, total, weights
        self.checkpoint = weights.with_name("checkpoint.pt")
        by_rate: dict[float, list[nn.Parameter]] = {}
        for parameter, rate in rates.items():
            by_rate.setdefault(rate, []).append(parameter)
        self.rates = list(by_rate)
        self.optimizer = torch.optim.AdamW([{"params": by_rate[r], "lr": r} for r in self.rates], weight_decay=0.01)
        self.mean = {k: v.clone() for k, v in model.state_dict().items()}
        self.step = 0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=True)
            model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.mean, self.step = state["mean"], state["step"]

    def learn(self, loss: Tensor) -> float:
        """One step down the gradient of a loss, which is given back as a number."""
        factor = min(1.0, (self.step + 1) / _WARM_UP) * (1 - self.step / self.total)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        decay = min(_AVERAGE, self.step / (self.step + 10))
        for name, value in self.model.state_dict().items():
            self.mean[name].lerp_(value, 1 - decay)
        return float(loss.detach())

    def save(self) -> None:
        """Checkpoint, and the mean weights so far, each whole or not at all."""
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        state |= {"mean": self.mean, "step": self.step}
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)
        save_file(self.mean, self.weights.with_suffix(".new"))
        self.weights.with_suffix(".new").replace(self.weights)
