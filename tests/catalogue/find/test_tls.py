"""Over TLS: the certificate is checked, and the address that answers, before a byte is sent."""

import shutil
import subprocess
from pathlib import Path

import pytest
from find_world import QUICK, Faulty, answer, item, page, serving

from catalogue import Catalogue
from catalogue.find.access import Access

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A certificate for 127.0.0.1 and localhost that nobody trusts, and its key."""
    folder: Path = tmp_path_factory.mktemp("tls")
    key, cert = str(folder / "key.pem"), str(folder / "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=test", "-addext",
         "subjectAltName=IP:127.0.0.1,DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return {"ssl_keyfile": key, "ssl_certfile": cert}


def test_a_certificate_that_is_not_trusted_ends_the_search(cat: Catalogue, pair):
    made = Faulty(answers=[answer(page([item(1)]))])
    with serving(made, **pair) as address:
        found = cat.find_imagery(cat.plan_search("o", address, limits=QUICK), Access())
    assert found.error == "127.0.0.1 shows no certificate that this machine trusts."
    assert made.asked == []


def test_a_trusted_one_is_asked(cat: Catalogue, pair, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", pair["ssl_certfile"])
    made = Faulty(answers=[answer(page([item(1)]))])
    with serving(made, **pair) as address:
        found = cat.find_imagery(cat.plan_search("o", address, limits=QUICK), Access())
        assert found.error is None
        assert len(found.new) == 1
        # The same server under another name is another host, and one with a private address.
        port = address.rpartition(":")[2]
        there = f"https://localhost:{port}/x.tif"
        made.answers = [answer(page([item(2, assets={"data": {"href": there}})]))]
        plan = cat.plan_search("o", address, download=["data"], limits=QUICK)
        asked = len(made.asked)
        (one,) = cat.find_imagery(plan, Access(hosts=(f"localhost:{port}",))).fetched[-1:]
        assert "private address 127.0.0.1: nothing was sent" in one.reason
        assert len(made.asked) == asked + 1
