"""The clock and first weekday of a locale, such as "en-US", by region: data of Unicode CLDR.

A locale without a region stands for its most likely region. An unknown locale is treated as English, with a
24-hour clock and weeks that start on Monday.
"""

from __future__ import annotations

import re

from .settings import HourCycle

_TAG = re.compile(
    r"(?P<language>[a-z]{2,8})(?:-[a-z]{4})?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-.*)?", re.IGNORECASE
)
_TWELVE_HOURS = frozenset(
    (
        "AE AG AL AR AS AU BB BD BH BM BN BO BS BT CA CL CO CR CU CY DJ DM DO DZ EC EG EH ER ET FJ FM GD "
        "GH GM GR GT GU GY HK HN IN IQ JM JO KH KI KN KP KR KW KY LB LC LR LS LY MH MO MP MR MW MX MY NA "
        "NH NI NZ OM PA PE PG PH PK PR PS PW PY QA SA SB SD SG SL SO SS SV SY SZ TC TD TN TO TT TW UM US "
        "UY VC VE VG VI VU WS YE ZM "
    ).split()
)
_WEEK_STARTS = {
    **dict.fromkeys(["MV"], 4),
    **dict.fromkeys("AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY".split(), 5),
    **dict.fromkeys(
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO "
        "MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW".split(),
        6,
    ),
}
# Of languages whose most likely region is in one of the tables above.
_REGIONS = dict(
    pair.split(":")
    for pair in (
        "af:ZA am:ET ar:EG bn:BD dv:MV el:GR en:US fa:IR fil:PH gu:IN he:IL hi:IN id:ID is:IS ja:JP km:KH "
        "kn:IN ko:KR lo:LA ml:IN mr:IN ms:MY mt:MT my:MM ne:NP pa:IN pt:BR sd:PK sq:AL ta:IN te:IN th:TH "
        "ur:PK"
    ).split()
)
_TWENTY_FOUR_HOURS = {("fr", "CA")}  # unlike others of the region


def hour_cycle_of(locale: str) -> HourCycle:
    language, region = _parts(locale)
    return "h12" if region in _TWELVE_HOURS and (language, region) not in _TWENTY_FOUR_HOURS else "h23"


def week_start_of(locale: str) -> int:
    """Monday 0 to Sunday 6."""
    return _WEEK_STARTS.get(_parts(locale)[1], 0)


def language_of(locale: str) -> str:
    return _parts(locale)[0] or "en"


def _parts(locale: str) -> tuple[str, str]:
    match = _TAG.fullmatch(locale)
    if match is None:
        return "", ""
    language = match["language"].lower()
    return language, (match["region"] or _REGIONS.get(language, "")).upper()
