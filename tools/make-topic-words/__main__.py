"""Writes the tables of Sources/Analyzers/Consultation/Topics/Learnt, one a topic: how much each run of characters and of sounds speaks for
each shipped topic; fitted by logistic regression to sentences.txt, which was written for it.

usage: python3 tools/make-topic-words [--left-out N]
    --left-out N   only print how well every Nth sentence is told when the others are learnt from

sentences.txt holds a sentence of a customer a line, after the topics that it raises (`价格贵,配送`) or `-`. Sentences that only touch on
a topic (praise, refusals, other shops, other matters) are what its words alone do not tell from a concern.
"""

import argparse
import math
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CONSULTATION = os.path.join(HERE, "../../Sources/Analyzers/Consultation")
sys.path.insert(0, os.path.join(HERE, "../make-speaker-words"))
from regression import folded, runs, table  # noqa: E402

# The shipped topics, and what their files of Lexicon and Topics/Learnt are called.
TOPICS = {
    "预制菜加热不便": "ReadyMealHeating",
    "价格贵": "HighPrice",
    "缺货": "OutOfStock",
    "会员积分": "MembershipPoints",
    "退换货": "ReturnsAndRefunds",
    "配送": "Delivery",
    "保质期": "ShelfLife",
    "团购自提": "GroupBuyPickUp",
}
# A run that stands in one sentence only teaches nothing about others.
LEAST_SENTENCES = 2
# Strength of the prior that a weight is 0 (variance), chosen by leaving each author's sentences out in turn.
PRIOR_VARIANCE = 0.5
PASSES = 30
# Steps of a weight to one unit of log odds, as in TopicWordTable.swift: coarser than of speakers, for there are eight tables.
STEPS = 10


def sentences():
    with open(os.path.join(HERE, "sentences.txt"), encoding="utf-8") as file:
        lines = [line.split(" ", 1) for line in file.read().strip().splitlines()]
    return [(set() if topics == "-" else set(topics.split(",")), text) for topics, text in lines]


def sounds():
    """The syllable of every character that has a reading."""
    with open(os.path.join(CONSULTATION, "Wording/SyllableTable.swift"), encoding="utf-8") as file:
        text = file.read().split('static let first = """')[1].split('"""')[0]
    words = re.sub(r"\\\n {8}", "", text).split()
    return {c: syllable for syllable, characters in zip(words[::2], words[1::2]) for c in characters}


def features(text, known):
    """As TopicWords.swift reads them: one to three characters, `^` before the first and `$` after the last two; the same of
    sounds after `~`."""
    text = folded(text)
    said = [known.get(c, c) for c in text]
    found = runs(text) | {"^" + text[:n] for n in (1, 2)} | {text[-n:] + "$" for n in (1, 2)}
    return sorted(found | {"~" + "~".join(said[i : i + n]) for n in (1, 2, 3) for i in range(len(said) - n + 1)})


def fit(rows, truths):
    """Weights of logistic regression, by coordinate ascent on its dual (Yu, Huang and Lin, Machine Learning 85, 2011).

    rows: numbers of features, the last of which stands in every row; truths: whether each is so."""
    weights = [0.0] * (1 + max(row[-1] for row in rows))
    # The dual variables: how much each example pulls, between 0 and the variance.
    most = PRIOR_VARIANCE
    pulls = [0.001 * most] * len(rows)
    for row, truth, pull in zip(rows, truths, pulls):
        for i in row:
            weights[i] += pull if truth else -pull
    order = list(range(len(rows)))
    chance = random.Random(2)
    for _ in range(PASSES):
        chance.shuffle(order)
        for at in order:
            row, sign, old = rows[at], 1 if truths[at] else -1, pulls[at]
            margin = sign * sum(weights[i] for i in row)
            new = old
            for _ in range(8):
                slope = len(row) * (new - old) + margin + math.log(new / (most - new))
                step = slope / (len(row) + most / (new * (most - new)))
                # Newton's steps, kept between the bounds.
                new = new / 2 if new - step <= 0 else (new + most) / 2 if new - step >= most else new - step
                if abs(step) < 1e-6 * most:
                    break
            pulls[at] = new
            for i in row:
                weights[i] += sign * (new - old)
    return weights


def learn(known_sentences):
    """For each topic the constant and the weight of every feature."""
    known = sounds()
    every = [features(text, known) for _, text in known_sentences]
    counts = {}
    for found in every:
        for feature in found:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= LEAST_SENTENCES)
    place = {f: i for i, f in enumerate(names)}
    rows = [[place[f] for f in found if f in place] + [len(names)] for found in every]
    learnt = {}
    for topic in TOPICS:
        weights = fit(rows, [topic in topics for topics, _ in known_sentences])
        learnt[topic] = weights[-1], dict(zip(names, weights))
    return learnt


def characters_for_sounds(known_sentences):
    """For each syllable the character that the sentences hold most."""
    known = sounds()
    counts = {}
    for _, text in known_sentences:
        for c in text:
            counts[c] = counts.get(c, 0) + 1
    best = {}
    for c in sorted(known, key=lambda c: (-counts.get(c, 0), c)):
        best.setdefault(known[c], c)
    return best


def written(feature, characters):
    """As the table has it: a sound as a character that has it."""
    if feature[0] != "~":
        return feature
    return "~" + "".join(characters.get(sound, sound) for sound in feature[1:].split("~"))


def write(learnt, characters):
    for topic, (constant, weights) in learnt.items():
        name = TOPICS[topic]
        value = name[0].lower() + name[1:]
        by_run = {written(f, characters): w for f, w in weights.items()}
        with open(os.path.join(CONSULTATION, f"Topics/Learnt/{name}Words.swift"), "w", encoding="utf-8") as file:
            file.write("// Generated by tools/make-topic-words from its sentences. Do not edit.\n\n")
            file.write("extension TopicWordTable {\n")
            file.write(f'    static let {value} = Topic(id: "{topic}", constant: {round(constant * STEPS)}, weights: {value}Weights)\n')
            file.write(f"    private static let {value}Weights = {table(by_run, STEPS)}}}\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--left-out", type=int)
    nth = options.parse_args().left_out
    every = sentences()
    learnt = learn([s for i, s in enumerate(every) if not nth or i % nth])
    if not nth:
        write(learnt, characters_for_sounds(every))
        return
    known = sounds()
    right = false = missed = 0
    for topics, text in every[::nth]:
        found = features(text, known)
        told = {t for t, (constant, weights) in learnt.items() if constant + sum(weights.get(f, 0) for f in found) > 0}
        right, false, missed = right + len(told & topics), false + len(told - topics), missed + len(topics - told)
    print(f"without any listed word: precision {right / (right + false):.3f}, recall {right / (right + missed):.3f}")


if __name__ == "__main__":
    main()
