"""Texts, tags and file names as intervals of UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from catalogue.errors import InvalidTime
from catalogue.read.dates import from_tags, from_tiff_datetime, parse_interval
from catalogue.read.names import read_name


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2020-01-01", at(2020, 1, 1), at(2020, 1, 2)),
        ("2020-12", at(2020, 12, 1), at(2021, 1, 1)),
        ("2020", at(2020, 1, 1), at(2021, 1, 1)),
        ("2020-01-01T02:00:00+02:00", at(2020, 1, 1), at(2020, 1, 1)),
        ("2020-01-01T00:00:00.1234567Z", at(2020, 1, 1, 0, 0, 0, 123456), None),
        ("2016-12-31T23:59:60Z", at(2016, 12, 31, 23, 59, 59), None),
        ("2020-01-01/2020-01-03", at(2020, 1, 1), at(2020, 1, 4)),
    ],
)
def test_interval(text, begin, end):
    when = parse_interval(text)
    assert (when.begin, when.end) == (begin, end or begin)


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13-01", "2020-02-30", "../..", "1/2/3"])
def test_no_date(text):
    with pytest.raises(InvalidTime):
        parse_interval(text)


@pytest.mark.parametrize(
    ("name", "begin", "length", "platform"),
    [
        ("LC08_L2SP_218074_20190114_20200829_02_T1", at(2019, 1, 14), 86400, "landsat-8"),
        ("LE71400412000304SGS00_B4", at(2000, 10, 30), 86400, "landsat-7"),
        ("S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857",
         at(2019, 2, 12, 19, 26, 51), 0, "sentinel-2a"),
        ("T07HFE_20190212T192651_B02_10m", at(2019, 2, 12, 19, 26, 51), 0, None),
        ("S1A__IW___A_20150309T173017_VV_x", at(2015, 3, 9, 17, 30, 17), 0, "sentinel-1a"),
        ("20170831_162740_ssc1d1", at(2017, 8, 31, 16, 27, 40), 0, "planet"),
        ("2023-04-26-00_00_2023-04-26-23_59_Sentinel-2_L2A_B02_(Raw)",
         at(2023, 4, 26), 86400, "sentinel-2"),
        ("nt_20201024_f18_nrt_s", at(2020, 10, 24), 86400, None),
    ],
)  # fmt: skip
def test_file_names(name, begin, length, platform):
    named = read_name(name)
    assert named.when.when.begin == begin
    assert named.when.when.end == begin + timedelta(seconds=length)
    assert named.platform == platform


@pytest.mark.parametrize(
    "name",
    ["1985", "12345678", "a_20200101_20210101", "S2A_OPER_MSI_L1C_TL_SGS__20181231T203637_A01",
     "201404_13SED190110", "scene"],
)  # fmt: skip
def test_names_without_a_time_of_acquisition(name):
    assert read_name(name).when is None


def test_only_a_guess_is_warned_about():
    assert read_name("nt_20201024_f18").when.warning
    assert read_name("LC08_L2SP_218074_20190114_20200829_02_T1").when.warning is None


def test_tags_in_order_of_trust():
    tags = {"TIFFTAG_DATETIME": "2022:01:17 10:43:43", "ACQUISITION_DATETIME": "2020-05-05T01:02Z"}
    assert from_tags(tags).when.begin == at(2020, 5, 5, 1, 2)
    late = from_tiff_datetime(tags)
    assert late.when.begin == at(2022, 1, 17, 10, 43, 43)
    assert "processing" in late.warning
    assert from_tags({"DATE_ACQUIRED": "2020-05-05", "SCENE_CENTER_TIME": "01:02:03Z"}).when.begin
    assert from_tags({"ACQUISITION_DATE": "n/a"}) is None
