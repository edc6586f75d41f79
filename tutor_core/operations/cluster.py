"""Compares learners on several machines, for schools too large for one.

Dask's scheduler shares the portions out among its workers, which run the function that one
machine runs, so the table is the same.

Everything on the cluster can read the portraits and run code: it belongs into a network of its
own, or behind the certificates of a `tls://` address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tutor_core.errors import SetupError
from tutor_core.operations.likeness import Compare, Portion, compared
from tutor_core.recommend.similarity import Ranking


def on_cluster(address: str, *, patience_seconds: float = 10) -> Compare:
    """Return what compares portions on the workers of a Dask scheduler, such as tcp://host:8786.

    The workers need this package, of the same release.

    Args:
        address: Of the scheduler.
        patience_seconds: How long it may take to answer.

    Raises:
        SetupError: When it is used: the extra is not installed, or nobody answers there.
    """

    def compare(portions: Sequence[Portion], columns: Any) -> Iterator[Ranking]:  # noqa: ANN401
        try:
            from distributed import Client  # noqa: PLC0415 - an extra of its own
        except ImportError as error:
            raise SetupError(
                "Comparing learners on a cluster needs the extra: pip install 'tutor[cluster]'."
            ) from error
        try:
            client = Client(address, timeout=patience_seconds, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SetupError(
                f"No scheduler answers at {address}: is it running, and is the address right?"
            ) from error
        with client:
            shared = client.scatter(columns, broadcast=True)
            futures = [
                client.submit(compared, first, rows, shared, pure=False) for first, rows in portions
            ]
            for future in futures:
                yield future.result()

    return compare
