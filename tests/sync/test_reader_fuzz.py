"""The reader against bytes from anybody: a committed corpus, mutants of it, and in the soak a fuzzer that sees the branches."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest

from sync import reader_fuzz

SEEDS = [path.read_bytes() for path in sorted(reader_fuzz.CORPUS.iterdir())]
MINUTES = 20


def test_the_corpus_reaches_every_part_and_some_of_it_is_let_in() -> None:
    let_in = {seed[0] % len(reader_fuzz.PARTS) for seed in SEEDS if reader_fuzz.attempt(seed)}
    assert let_in == set(range(len(reader_fuzz.PARTS)))


def test_mutants_of_the_corpus_are_let_in_or_refused_by_name() -> None:
    dice = random.Random(11)
    refused = sum(not reader_fuzz.attempt(data) for data in islice(reader_fuzz.mutants(SEEDS, dice), 60_000))
    assert refused > 30_000


def test_no_mutant_takes_much_memory() -> None:
    tracemalloc.start()
    try:
        for data in islice(reader_fuzz.mutants(SEEDS, random.Random(12)), 1_500):
            tracemalloc.reset_peak()
            before, _peak = tracemalloc.get_traced_memory()
            reader_fuzz.attempt(data)
            assert tracemalloc.get_traced_memory()[1] - before < 256 << 20, data[:1]
    finally:
        tracemalloc.stop()


@pytest.mark.soak
@pytest.mark.timeout(MINUTES * 60 + 600)
def test_a_fuzzer_that_sees_the_branches_finds_nothing(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:  # not on every system: then many mutants
        for data in islice(reader_fuzz.mutants(SEEDS, random.Random(13)), 2_000_000):
            reader_fuzz.attempt(data)
        return
    (tmp_path / "found").mkdir()
    done = subprocess.run(
        [sys.executable, str(Path(reader_fuzz.__file__)), str(tmp_path / "found"), str(reader_fuzz.CORPUS),
         f"-max_total_time={MINUTES * 60}", "-max_len=65536", "-rss_limit_mb=1024", "-timeout=20", f"-artifact_prefix={tmp_path}/"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4_000:]
