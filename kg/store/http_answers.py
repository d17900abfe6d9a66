"""Fetch an answer over HTTP into a file, within one deadline. Knows HTTP; parses nothing of what is fetched."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx

from kg import __version__
from kg.errors import QueryError, QueryTimeout, UsageError
from kg.store.endpoint_address import TOKEN_VARIABLE, EndpointAddress
from kg.store.query_backend import poll

MAX_BYTES = 256 << 20  #: of one answer, as it is sent
_MAX_REDIRECTS = 5
_MAX_ERROR_BYTES = 64 << 10  # of what a server says of an error
_MAX_WORDS = 200  # characters of that which are repeated
_CONNECT_SECONDS = 10.0
_T = TypeVar("_T")

Form = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class FetchedAnswer:
    """An answer of status 200, which lies in a file."""

    file: Path
    media_type: str
    encoding: str  #: how it is packed, as "gzip"; empty: not at all
    address: EndpointAddress  #: where it came from in the end


@dataclass(frozen=True, slots=True)
class Request:
    """A form to post."""

    address: EndpointAddress
    form: Form
    accept: str


def fetch(request: Request, file: Path, timeout: float | None) -> Iterator[FetchedAnswer | None]:
    """Post a form and yield the answer, and None about ten times a second before it.

    Args:
        request: the form and where it goes; redirects are followed.
        file: where the answer is to be written.
        timeout: seconds for all of it, from the name of the server to the last byte; None: no limit.

    Raises:
        QueryError: the server refuses, breaks off or can't be reached, or its answer is too large.
        QueryTimeout: the time is up.
        UsageError: the proxy that the environment names can't be used.
    """
    deadline = time.monotonic() + timeout if timeout else None
    client = _client(timeout)
    future = _in_thread(lambda: _follow(client, request, file, deadline))
    try:
        for answer in poll(future.result, timeout):
            yield answer
            if answer is not None:
                return
    except QueryTimeout:
        raise _no_answer(request.address) from None
    finally:
        with contextlib.suppress(Exception):  # the thread may be within a read, which ends by this
            client.close()


def _client(timeout: float | None) -> httpx.Client:
    try:
        return httpx.Client(timeout=httpx.Timeout(timeout, connect=min(timeout or _CONNECT_SECONDS, _CONNECT_SECONDS)))
    except (httpx.InvalidURL, ValueError, ImportError) as problem:  # the last: SOCKS
        names = " ".join(sorted(name for name in os.environ if name.lower().endswith("_proxy") and os.environ[name]))
        kinds = "one of http:// or https:// will do"
        raise UsageError(f"{names}: the proxy can't be used ({type(problem).__name__}); {kinds}, or NO_PROXY") from None


def _follow(client: httpx.Client, request: Request, file: Path, deadline: float | None) -> FetchedAnswer:
    address, method = request.address, "POST"
    try:
        for _ in range(_MAX_REDIRECTS + 1):
            form, headers = dict(request.form) if method == "POST" else None, _headers(request, address)
            with client.stream(method, address.url, data=form, headers=headers, auth=address.user) as response:
                if response.has_redirect_location:
                    address = address.redirected(response.headers["location"])
                    method = "GET" if response.status_code == HTTPStatus.SEE_OTHER else method
                    continue
                if response.status_code != HTTPStatus.OK:
                    raise QueryError(_refusal(address, response))
                _save(response, file, deadline, address)
                media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                return FetchedAnswer(file, media_type, response.headers.get("content-encoding", ""), address)
    except httpx.TimeoutException:
        raise _no_answer(address) from None
    except httpx.RemoteProtocolError as problem:
        reason = _words(problem, address)
        raise QueryError(f"query: {address.public_url} breaks off its answer ({reason}); try again") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as problem:
        reason = _words(problem, address)
        raise QueryError(f"query: {address.public_url} can't be reached ({reason}); is the address right?") from None
    raise QueryError(
        f"query: {request.address.public_url} has moved more than {_MAX_REDIRECTS} times; give its address"
    )


def _headers(request: Request, address: EndpointAddress) -> dict[str, str]:
    headers = {"Accept": request.accept, "User-Agent": f"kg/{__version__}", "Accept-Encoding": "gzip, deflate"}
    return headers | ({"Authorization": f"Bearer {address.token}"} if address.token else {})


def _save(response: httpx.Response, file: Path, deadline: float | None, address: EndpointAddress) -> None:
    """Write the bytes of a response to a file as they come: who unpacks them has limits of its own."""
    size = 0
    with file.open("wb") as target:
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > MAX_BYTES:
                raise QueryError(f"query: the answer is larger than {MAX_BYTES >> 20} MB; add a LIMIT")
            if deadline is not None and time.monotonic() > deadline:
                raise _no_answer(address)
            target.write(chunk)


def _refusal(address: EndpointAddress, response: httpx.Response) -> str:
    """Return what a server says when it does not answer, with what to do."""
    body = bytearray()
    with contextlib.suppress(httpx.HTTPError):
        for chunk in response.iter_bytes(4096):
            body += chunk
            if len(body) > _MAX_ERROR_BYTES:
                break
    status = response.status_code
    phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""
    said = _clean(_first_words(bytes(body[:_MAX_ERROR_BYTES]).decode(errors="replace")), address) or phrase
    refusal = f"{address.public_url} refuses it ({status})"
    return f"query: {refusal}: {said or 'it does not say why'}{_remedy(address, response)}"


def _remedy(address: EndpointAddress, response: httpx.Response) -> str:
    status, wait = response.status_code, _clean(response.headers.get("retry-after", ""), address)
    if status == HTTPStatus.UNAUTHORIZED and not (address.user or address.token):
        return f"; give a user as https://user:password@…, or a token in {TOKEN_VARIABLE}"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "; are the user and the password, or the token, right?" if address.user or address.token else ""
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return f"; try again {f'in {wait} s' if wait.isdecimal() else f'after {wait}' if wait else 'later'}"
    return ""


def _first_words(text: str) -> str:
    """Return the first line of a text, or of a page of HTML its title."""
    opening = text.lower().find("<title>")
    if opening >= 0:
        return text[opening + len("<title>") :].partition("<")[0]
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("<")), "")


def _words(problem: Exception, address: EndpointAddress) -> str:
    return _clean(str(problem), address) or type(problem).__name__


def _clean(text: str, address: EndpointAddress) -> str:
    """Return a server's words on one line, without control characters and without the user's secrets."""
    for secret in address.secrets:
        text = text.replace(secret, "…")
    line = "".join(char if char.isprintable() else " " for char in text[: 4 * _MAX_WORDS])
    return " ".join(line.split())[:_MAX_WORDS]


def _no_answer(address: EndpointAddress) -> QueryTimeout:
    return QueryTimeout(f"query: {address.public_url} does not answer in time; narrow the query, or give more time")


def _in_thread(compute: Callable[[], _T]) -> Future[_T]:
    """Compute in a thread of its own; who waits for the result may stop waiting at any time."""
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(compute())
        except Exception as problem:  # raised where the result is waited for
            future.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    return future
