"""What reading may be expected to find is kept on disk."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from screening import embedding
from screening.pipeline.reading import expected
from screening.pipeline.workspace import Workspace

HEADS = ["The company makes precision gears.", "", "It writes software for banks."]


def test_it_is_made_once_for_the_same_texts_and_anew_where_the_file_is_damaged(
    tmp_path: Path, open_at: Callable[..., Workspace]
) -> None:
    place = open_at(tmp_path)
    over = embedding.bridge(embedding.card("use-multilingual-v3"), embedding.card("minilm-l6-v2"))
    assert over is not None
    centre = np.random.default_rng(1).normal(size=(3, 512)).astype(np.float32)
    first = expected(place, over, centre, HEADS)
    np.testing.assert_allclose(first, over(centre, HEADS), atol=1e-3)
    (file,) = (tmp_path / "profiles").iterdir()
    written = file.stat().st_mtime_ns
    assert (expected(place, over, centre, HEADS) == first).all()
    assert file.stat().st_mtime_ns == written
    file.write_bytes(file.read_bytes()[:-7])
    assert (expected(place, over, centre, HEADS) == first).all()
    assert np.load(file).shape == first.shape
    expected(place, over, centre, HEADS[::-1])
    assert len(list((tmp_path / "profiles").iterdir())) == 2
