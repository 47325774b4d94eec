"""Any JSON at all, and objects whose known fields hold any of it."""

from __future__ import annotations

from hypothesis import strategies as st
from pydantic import JsonValue
from pydantic.alias_generators import to_camel

from medialib_tui.model.base import JsonObject, Model

TEXT = st.text(st.characters(codec=None), max_size=12)  # half surrogate pairs included
SCALARS: st.SearchStrategy[JsonValue] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
ANY_JSON: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def documents(*kinds: type[Model]) -> st.SearchStrategy[JsonObject]:
    """Objects whose keys are mostly the fields of these models, at every depth."""
    names = sorted({to_camel(name) for kind in kinds for name in kind.model_fields})
    keys = st.sampled_from(names) | TEXT
    values: st.SearchStrategy[JsonValue] = st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=20,
    )
    return st.dictionaries(keys, values, max_size=8)
