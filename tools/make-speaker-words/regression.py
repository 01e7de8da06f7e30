"""Logistic regression over features that are there or not, and the runs of characters that it weighs."""

import math
import re

PASSES = 1200
# In the tables weights are whole twentieths; those that round to 0 are left out.
STEPS = 20


def folded(text):
    return re.sub("[0-9]+", "0", re.sub("[^\u4e00-\u9fffa-z0-9]", "", text.lower()))


def runs(text):
    return {text[i : i + n] for n in (1, 2, 3) for i in range(len(text) - n + 1)}


def fit(examples, variance, least_examples):
    """Weights by feature and the constant, by accelerated gradient descent.

    examples: (is so, features, weight); variance: of the prior that a weight is 0; least_examples: what fewer hold teaches
    nothing about others."""
    counts = {}
    for _, found, _ in examples:
        for feature in found:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= least_examples)
    place = {f: i for i, f in enumerate(names)}
    rows = [
        (float(truth), [place[f] for f in found if f in place] + [len(names)], weight)
        for truth, found, weight in examples
    ]
    size = len(names) + 1
    weights, ahead, momentum = [0.0] * size, [0.0] * size, 1.0
    step = 1 / (steepest(rows, size) / 4 + 1 / variance)
    for _ in range(PASSES):
        slope = [w / variance for w in ahead]
        slope[-1] = 0.0
        for truth, row, weight in rows:
            error = weight * (1 / (1 + math.exp(-sum(ahead[i] for i in row))) - truth)
            for i in row:
                slope[i] += error
        new = [a - step * s for a, s in zip(ahead, slope)]
        following = (1 + math.sqrt(1 + 4 * momentum * momentum)) / 2
        ahead = [n + (momentum - 1) / following * (n - w) for n, w in zip(new, weights)]
        weights, momentum = new, following
    return dict(zip(names, weights)), weights[-1]


def steepest(rows, size):
    """The largest eigenvalue of the rows' weighted squares, by power iteration; a little more, since it is met from below."""
    direction = [1.0] * size
    for _ in range(30):
        length = math.sqrt(sum(d * d for d in direction))
        direction = [d / length for d in direction]
        following = [0.0] * size
        for _, row, weight in rows:
            share = weight * sum(direction[i] for i in row)
            for i in row:
                following[i] += share
        direction = following
    return 1.1 * math.sqrt(sum(d * d for d in direction))


def table(weights, steps_of_one=STEPS):
    """Swift's text of runs by weight in steps, a line for each weight."""
    by_weight = {}
    for feature, weight in weights.items():
        steps = round(weight * steps_of_one)
        if steps:
            by_weight.setdefault(steps, []).append(feature)
    text = '"""\n'
    for steps in sorted(by_weight, reverse=True):
        line = f"        {steps}"
        for feature in sorted(by_weight[steps]):
            if len(line) + len(feature) > 105:
                text += line + " \\\n"
                line = "       "
            line += " " + feature
        text += line + "\n"
    return text + '        """\n'
