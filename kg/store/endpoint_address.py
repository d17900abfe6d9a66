"""An endpoint's address with the credentials for it, and what people may see of it. Knows URLs; opens none.

Credentials are a user and password in the address, or a bearer token in `KG_ENDPOINT_TOKEN`. They are for the server
that the user named and are never shown.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from kg.errors import QueryError, UsageError

TOKEN_VARIABLE = "KG_ENDPOINT_TOKEN"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PARAMETER_VALUE = re.compile(r"=[^&;]*")


@dataclass(frozen=True, slots=True)
class EndpointAddress:
    """Where requests go, and with which credentials."""

    url: str = field(repr=False)  #: without user and password
    user: tuple[str, str] | None = field(default=None, repr=False)  #: name and password
    token: str | None = field(default=None, repr=False)

    @property
    def public_url(self) -> str:
        """The address for people, without what may be secret."""
        return public_url(self.url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Texts that no message may repeat."""
        found = [self.token or ""]
        if self.user:  # a server may repeat what it was sent, which is encoded
            found += [self.user[1], quote(self.user[1], safe=""), b64encode(":".join(self.user).encode()).decode()]
        return tuple(secret for secret in found if len(secret) > 2)  # "a" is in every message

    def redirected(self, location: str) -> EndpointAddress:
        """Return where a redirect leads, with the credentials only if that is on the same server.

        Raises:
            QueryError: it leads from https to http, or to what is no web address.
        """
        target = _split(location, self.url)
        if target is None:
            raise QueryError(f"query: {self.public_url} has moved to what is no web address; look for its new one")
        url = target._replace(netloc=target.netloc.rpartition("@")[2], fragment="").geturl()
        here = urlsplit(self.url)
        if here.scheme == "https" and target.scheme == "http":
            moved = f"{self.public_url} has moved to {public_url(url)}"
            raise QueryError(f"query: {moved}, without encryption; give that address to ask it")
        return replace(self, url=url) if _is_same_server(here, target) else EndpointAddress(url)


def parse_address(url: str) -> EndpointAddress:
    """Return the address of an endpoint as a user gives it, with the token of the environment if it has no user.

    Raises:
        UsageError: it is no web address, or the token would be sent unencrypted.
    """
    parts = _split(url)
    if parts is None:
        raise UsageError(f"{public_url(url)}: no web address; write https://host/sparql")
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    if parts.username is not None:
        return EndpointAddress(bare, (unquote(parts.username), unquote(parts.password or "")))
    token = (os.environ.get(TOKEN_VARIABLE) or "").strip() or None
    if token and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise UsageError(f"{public_url(url)}: {TOKEN_VARIABLE} is not sent unencrypted; use https, or unset it")
    if token and not (token.isascii() and token.isprintable()):
        raise UsageError(f"{TOKEN_VARIABLE}: a token has no spaces, line ends or letters beyond ASCII; correct it")
    return EndpointAddress(bare, token=token)


def public_url(url: str) -> str:
    """Return an address without user and password, and without the values of its parameters."""
    start, mark, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    shown = start + mark + rest[authority.rfind("@") + 1 :]
    path, question, parameters = shown.partition("#")[0].partition("?")
    text = path + question + _PARAMETER_VALUE.sub("=…", parameters)
    return "".join(char if char.isprintable() else "�" for char in text)


def _split(url: str, base: str = "") -> SplitResult | None:
    """Return the parts of a web address; None: it is none."""
    try:
        parts = urlsplit(urljoin(base, url))
        is_web = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if is_web else None


def _is_same_server(one: SplitResult, other: SplitResult) -> bool:
    """Tell whether two addresses are on one server; its encrypted port is the same server, too."""
    if one.hostname != other.hostname:
        return False
    ports = [parts.port or _DEFAULT_PORTS[parts.scheme] for parts in (one, other)]
    return (one.scheme, ports[0]) == (other.scheme, ports[1]) or (
        (one.scheme, other.scheme) == ("http", "https") and ports == [80, 443]
    )
