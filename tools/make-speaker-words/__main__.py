"""Writes Sources/Analyzers/Consultation/Speakers/SpeakerWordTable.swift: how much each run of characters speaks for the
staff or for the customer, fitted by logistic regression to dialogues.txt and sayings.txt, which were written for it.

usage: python3 tools/make-speaker-words [--left-out N]
    --left-out N   only print how many segments are told rightly in every Nth dialogue when the others are learnt from

dialogues.txt holds a dialogue a paragraph, `s` or `c` (staff, customer) before each segment. sayings.txt holds what one side
says a line, after `s` or `c` and a weight: sentences of customers, whose topics would else be taken for words of the staff, and wordings that
`^` begin, `$` end or `=` are a segment.
"""

import argparse
import math
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "../../Sources/Analyzers/Consultation/Speakers/SpeakerWordTable.swift")
# A run of characters that stands in one example only teaches nothing about others.
LEAST_EXAMPLES = 2
# Strength of the prior that a weight is 0 (variance), chosen by leaving each author's dialogues out in turn.
PRIOR_VARIANCE = 0.2
# What a saying of weight 1 counts beside a segment.
SAYING_SHARE = 0.6
# In the table weights are whole twentieths; those that round to 0 are left out.
STEPS = 20
PASSES = 400


def dialogues():
    with open(os.path.join(HERE, "dialogues.txt"), encoding="utf-8") as file:
        return [[line.split(" ", 1) for line in block.splitlines()] for block in file.read().strip().split("\n\n")]


def sayings():
    with open(os.path.join(HERE, "sayings.txt"), encoding="utf-8") as file:
        return [line.split(" ", 2) for line in file.read().strip().splitlines()]


def features(text):
    """As SpeakerWords.swift reads them: one to three characters, `^` before the first and `$` after the last ones; a
    short segment as a whole after `=`; figures are all 0."""
    text = folded(text)
    found = runs(text) | {"^" + text[:n] for n in (1, 2)} | {text[-n:] + "$" for n in (1, 2)}
    return sorted(found | ({"=" + text} if len(text) <= 3 else set()))


def features_of_wording(wording):
    """Those of a saying that tells by its marks where it stands; a whole sentence tells itself."""
    text = folded(wording)
    found = runs(text)
    if wording[0] in "^=":
        found |= {"^" + text[:n] for n in (1, 2)}
    if wording[0] == "=" or wording[-1] == "$":
        found |= {text[-n:] + "$" for n in (1, 2)}
    return sorted(found | ({"=" + text} if wording[0] == "=" and len(text) <= 3 else set()))


def folded(text):
    return re.sub("[0-9]+", "0", re.sub("[^\u4e00-\u9fffa-z0-9]", "", text.lower()))


def runs(text):
    return {text[i : i + n] for n in (1, 2, 3) for i in range(len(text) - n + 1)}


def examples(known):
    """Segments of dialogues with weight 1, then sayings: side, features, weight."""
    segments = [(who, features(text), 1.0) for dialogue in known for who, text in dialogue]
    for who, weight, wording in sayings():
        is_marked = wording[0] in "^=" or wording[-1] == "$" or len(wording) <= 6
        found = features_of_wording(wording) if is_marked else features(wording)
        segments.append((who, found, SAYING_SHARE * float(weight)))
    return segments


def fit(segments):
    """Weights by feature and the constant: penalised logistic regression by accelerated gradient descent."""
    counts = {}
    for _, found, _ in segments:
        for feature in found:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= LEAST_EXAMPLES)
    place = {f: i for i, f in enumerate(names)}
    rows = [
        (1.0 if who == "s" else 0.0, [place[f] for f in found if f in place] + [len(names)], weight)
        for who, found, weight in segments
    ]
    size = len(names) + 1
    weights, ahead, momentum = [0.0] * size, [0.0] * size, 1.0
    step = 4.0 / (max(len(row) for _, row, _ in rows) * 60)
    for _ in range(PASSES):
        slope = [w / PRIOR_VARIANCE for w in ahead]
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


def balanced(weights, constant, known):
    """The constant with which the dialogues' segments come from staff as often as they do: most sayings are customers'."""
    odds = [(who == "s", constant + sum(weights.get(f, 0) for f in features(text))) for d in known for who, text in d]
    shift = 0.0
    for _ in range(50):
        chances = [1 / (1 + math.exp(-(odd + shift))) for _, odd in odds]
        excess = sum(chance - is_staff for chance, (is_staff, _) in zip(chances, odds))
        shift -= excess / sum(chance * (1 - chance) for chance in chances)
    return constant + shift


def write(weights, constant):
    by_weight = {}
    for feature, weight in weights.items():
        steps = round(weight * STEPS)
        if steps:
            by_weight.setdefault(steps, []).append(feature)
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write("// Generated by tools/make-speaker-words from its dialogues and sayings. Do not edit.\n\n")
        file.write("/// What runs of characters say about who speaks; made by logistic regression.\n")
        file.write("enum SpeakerWordTable {\n")
        file.write("    /// Log odds for staff of a segment that holds none of the runs.\n")
        file.write(f"    static let constant = {round(constant, 2)}\n")
        file.write(f"    /// Steps of a weight to one unit of log odds.\n    static let steps = {STEPS}.0\n")
        file.write("    /// A weight in steps, then its runs: `^` begins and `$` ends a segment, `=` is all of it.\n")
        file.write('    static let weights = """\n')
        for steps in sorted(by_weight, reverse=True):
            line = f"        {steps}"
            for feature in sorted(by_weight[steps]):
                if len(line) + len(feature) > 105:
                    file.write(line + " \\\n")
                    line = "       "
                line += " " + feature
            file.write(line + "\n")
        file.write('        """\n}\n')


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--left-out", type=int)
    nth = options.parse_args().left_out
    every = dialogues()
    known = [d for i, d in enumerate(every) if not nth or i % nth]
    weights, constant = fit(examples(known))
    constant = balanced(weights, constant, known)
    if not nth:
        write(weights, constant)
        return
    told = [(who == "s") == (constant + sum(weights.get(f, 0) for f in features(text)) > 0)
            for i, d in enumerate(every) if i % nth == 0 for who, text in d]
    print(f"{sum(told)} of {len(told)} segments, each judged alone: {sum(told) / len(told):.3f}")


if __name__ == "__main__":
    main()
