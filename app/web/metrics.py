"""Figures of the server for Prometheus: counted here, and read from what the rest keeps of itself.

Each app has a registry of its own. No label ever holds what somebody sent: a route is named by its
template, a method that nobody knows is "other".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from app.services.comparisons import ComparisonMemory
from app.storage.database import Database
from app.workers.pool import Figures

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: from a page that was kept to a file that is read for long."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""All others are noted as "other"."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # when counting began is of no use here


class Metrics:
    """The figures of one app."""

    def __init__(self, version: str) -> None:
        self._registry = registry = CollectorRegistry()
        GCCollector(registry)
        PlatformCollector(registry)
        ProcessCollector(registry=registry)
        Info("recension", "What is running.", registry=registry).info({"version": version})
        self._requests = Counter(
            "recension_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "recension_request_seconds",
            "How long the answers took, from the head of a request to the last byte.",
            ("route",),
            buckets=BUCKETS,
            registry=registry,
        )
        self._in_flight = Gauge(
            "recension_requests_in_flight", "Requests that are being answered.", registry=registry
        )
        self._refused = Counter(
            "recension_connections_refused",
            "Connections that were closed by the server for what the client did or did not do.",
            ("why",),
            registry=registry,
        )
        self._database_errors = Counter(
            "recension_database_errors",
            "What the database refused, by its own name for the reason.",
            ("reason",),
            registry=registry,
        )

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request among those that are being answered."""
        self._in_flight.inc()
        try:
            yield
        finally:
            self._in_flight.dec()

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request to a route, named by its template; "" is one that nothing serves."""
        self._requests.labels(route or "none", method, f"{status // 100}xx").inc()
        self._seconds.labels(route or "none").observe(seconds)

    def refused(self, why: str) -> None:
        """Count a connection that was closed; ``why`` is one of few words of ours."""
        self._refused.labels(why).inc()

    def watch_work(self, told: Callable[[], Mapping[str, Figures]]) -> None:
        """Have read, whenever somebody asks, what the workers of each sort do and did."""
        self._registry.register(_Work(told))

    def watch_memory(self, memory: ComparisonMemory) -> None:
        """Have read how often a comparison was at hand when it was asked for."""
        self._registry.register(_Memory(memory))

    def watch(self, database: Database) -> None:
        """Count what this database refuses from here on."""

        def count(context: ExceptionContext) -> None:
            self._database_errors.labels(_reason(context.original_exception)).inc()

        event.listen(database.engine, "handle_error", count)

    def as_text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)


class _Work(Collector):
    """What is done by processes apart: reading, comparing, making files."""

    def __init__(self, told: Callable[[], Mapping[str, Figures]]) -> None:
        self._told = told

    def collect(self) -> Iterator[Metric]:
        """All of it at this moment."""
        told = self._told()
        for name, about, read in _COUNTED:
            counter = CounterMetricFamily(f"recension_{name}", about, labels=("work",))
            for work, figures in told.items():
                counter.add_metric((work,), read(figures))
            yield counter
        for name, about, read in _AT_THIS_MOMENT:
            gauge = GaugeMetricFamily(f"recension_{name}", about, labels=("work",))
            for work, figures in told.items():
                gauge.add_metric((work,), read(figures))
            yield gauge


_COUNTED: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("jobs", "Pieces of work that were given to a worker.", lambda told: told.jobs),
    ("jobs_failed", "Those that were killed, given up, or failed.", lambda told: told.failed),
    ("jobs_refused", "Those that came when too many waited.", lambda told: told.refused),
    ("job_seconds", "Seconds that workers worked, by the clock.", lambda told: told.seconds),
    ("workers_started", "Processes that were started.", lambda told: told.started),
)
_AT_THIS_MOMENT: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("jobs_working", "Pieces of work that a worker is at.", lambda told: told.working),
    ("jobs_waiting", "Pieces of work that wait for a worker.", lambda told: told.waiting),
)


class _Memory(Collector):
    """How often what was asked for was at hand."""

    def __init__(self, memory: ComparisonMemory) -> None:
        self._memory = memory

    def collect(self) -> Iterator[Metric]:
        """Both counts, and how much is held."""
        asked = CounterMetricFamily(
            "recension_comparisons_asked",
            "Comparisons that were looked for in memory, by whether they were there.",
            labels=("found",),
        )
        asked.add_metric(("yes",), self._memory.found)
        asked.add_metric(("no",), self._memory.missed)
        yield asked
        yield GaugeMetricFamily(
            "recension_comparisons_held",
            "Comparisons that are at hand in memory.",
            value=len(self._memory),
        )


def _reason(error: BaseException) -> str:
    """What SQLite or PostgreSQL calls it, else the kind of error."""
    said = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return str(said or type(error).__name__)
