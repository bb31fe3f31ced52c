"""The shift of a pair of scenes over HTTP: one for both orders, with versions and an author."""

from catalogue.model import Nudge


def test_a_pair_has_one_shift_whichever_is_first(client, cat):
    unset = client.get("/api/nudges/utm/undated").json()
    assert unset == {"east_m": 0.0, "north_m": 0.0, "version": 0, "author": None}
    kept = client.put("/api/nudges/utm/undated", json={"east_m": 1.5, "north_m": -2, "base": 0})
    assert kept.json() == {"east_m": 1.5, "north_m": -2.0, "version": 1, "author": "Ana"}
    back = client.get("/api/nudges/undated/utm").json()
    assert (back["east_m"], back["north_m"]) == (-1.5, 2.0)
    again = client.put("/api/nudges/undated/utm", json={"east_m": 3, "north_m": 4, "base": 1})
    assert again.json()["version"] == 2
    assert client.get("/api/nudges/utm/undated").json()["east_m"] == -3.0
    (nudge,) = cat.store.find_evidence(Nudge)
    assert [v.version for v in cat.store.evidence_versions(Nudge, nudge.uid)] == [1]
    assert [e.op for e in cat.history()][-2:] == ["nudge", "nudge"]


def test_a_shift_that_changed_meanwhile_is_not_written_over(client):
    client.put("/api/nudges/utm/undated", json={"east_m": 1, "north_m": 0, "base": 0})
    late = client.put("/api/nudges/utm/undated", json={"east_m": 9, "north_m": 0, "base": 0})
    assert late.status_code == 409
    assert late.json()["nudge"]["east_m"] == 1.0


def test_what_is_no_shift_is_refused(client):
    assert client.put("/api/nudges/utm/none", json={"east_m": 1, "north_m": 0}).status_code == 404
    assert client.put("/api/nudges/utm/utm", json={"east_m": 1, "north_m": 0}).status_code == 400
    assert client.put("/api/nudges/utm/undated", json={"east_m": 1}).status_code == 400
    far = client.put("/api/nudges/utm/undated", json={"east_m": 1e9, "north_m": 0})
    assert far.status_code == 400
