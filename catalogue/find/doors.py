"""Connections: what answers is looked at before a byte is sent, and certificates are checked."""

from __future__ import annotations

import socket
import ssl
import warnings
from urllib.parse import urlsplit

from catalogue.errors import MissingExtra, ProviderFailed
from catalogue.find.address import permitted
from catalogue.find.stop import Stop

try:
    import certifi
    import pystac_client  # noqa: F401 - the extra is there as a whole or not at all
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
except ImportError:
    raise MissingExtra(
        "finding imagery needs pystac-client: pip install 'imagery-catalogue[find]'. Without it, "
        "--curl prints a line that makes the same search."
    ) from None


class Refused(ProviderFailed):
    """What is not tried again."""


def direct(stop: Stop, *, own: bool) -> urllib3.PoolManager:
    """Straight to a host; `own` is the one that the user named."""
    manager = urllib3.PoolManager(ssl_context=_trust())

    def checked(sock: socket.socket, scheme: str) -> socket.socket:
        peer = sock.getpeername()[0]
        if not permitted(scheme, peer, own=own):
            sock.close()
            raise Refused(f"what answers lies at the private address {peer}: nothing was sent.")
        return sock

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn(), "http")

        def connect(self) -> None:
            super().connect()
            stop.watch(self.sock)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn(), "https")

        def connect(self) -> None:
            super().connect()
            stop.watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager


def proxied(proxy: str) -> urllib3.PoolManager:
    """Through the proxy that the environment names. Raises ProviderFailed for one of no use."""
    scheme = urlsplit(proxy).scheme
    if scheme in ("http", "https"):
        return urllib3.ProxyManager(proxy, ssl_context=_trust())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a part is missing is said below
            from urllib3.contrib.socks import SOCKSProxyManager
        return SOCKSProxyManager(proxy, ssl_context=_trust())
    except (ImportError, ValueError):
        raise ProviderFailed(
            f"the environment names a {scheme} proxy, which cannot be used here (for socks: pip "
            "install pysocks). Nothing was sent."
        ) from None


def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
