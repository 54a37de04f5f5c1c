"""What the object interface serves without login: the front page and the scripts that tell which firmware this is.

The variables of the front page are those of [observed-tplink-wr841n-v14 parts 8 and 12]; which script says what:
[tplink-web 1, 2B, 2C.3, 3B]. The pages are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

ERRORS: Final = {
    "CMM_ERROR": 1,
    "CMM_CFG_FILE_FORMAT_ERR": 4501,
    "CMM_DHCPS_SRV_DNS1_ADDR_ERR": 5013,
    "CMM_DHCPS_SRV_DNS2_ADDR_ERR": 5014,
    "CMM_DHCPS_SRV_MIN_ADDR_NOT_IN_THE_SAME_SUBNET": 5017,
    "CMM_DHCPS_SRV_MAX_ADDR_NOT_IN_THE_SAME_SUBNET": 5018,
    "CMM_WAN_INVALID_DNS": 5910,
    "CMM_REQUEST_DENIED": 9001,
    "CMM_INVALID_ARGUMENTS": 9003,
    "CMM_INVALID_PARAM_NAME": 9005,
    "CMM_INVALID_PARAM_VALUE": 9007,
    "CMM_OBJECT_NOT_FOUND": 9804,
    "CMM_INSTANCE_NOT_FOUND": 9805,
    "HTTP_ERR_FORMAT": 71011,
    "ERR_HTTP_ERR_CGI_INVALID_CGI": 71016,
    "ERR_HTTP_ERR_IO": 71111,
    "ERR_HTTP_ERR_USER_PWD_NOT_CORRECT": 71233,
    "ERR_HTTP_ERR_USER_WEB_ARG": 71234,
}
"""The numbers that this simulator speaks, with the firmware's names [observed-tplink-wr841n-v14 §Error names]."""

_SCRIPTS: Final = {
    **{"basic": "/cgi?", "rsa": "/cgi?", "envelope": "/cgi_gdpr", "query": "/cgi_gdpr", "vr": "/cgi_gdpr"},
    "json": "/cgi_gdpr?9",
}
_ACTIONS: Final = ("GET", "SET", "ADD", "DEL", "GL", "GS", "OP", "CGI")
_WRONG: Final = "<p>The username or password is incorrect, please input again.</p>"


@dataclass(frozen=True, slots=True)
class Plate:
    """What is printed on the unit, and in what its firmware differs from others.

    ``login``: by cookie, in the envelope, so with other names (VR), sealed in the query (MR), encrypted by RSA alone in
    the query (MR200 v2), or as JSON. ``padded``: PKCS#1 v1.5 instead of raw RSA.
    ``visit``: the front page has to be fetched before or after a login, or requests are answered with 500. ``bare``:
    what fails early comes as a chunk without a head. ``first``: how factory state shows on the front page.
    ``flagged``: whether ``X_TP_isFD`` is 1 out of the box. ``tries``: failures after which ``locks`` tells whether the
    server itself lets nobody in. ``browser``: who does not call itself one gets 406.
    """

    product: str
    description: str
    hardware: str
    software: str
    mac: str
    login: Literal["basic", "rsa", "envelope", "query", "vr", "json"]
    user: str = "admin"
    padded: bool = True
    token: bool = False
    visit: Literal["", "before", "after"] = ""
    bare: bool = False
    first: Literal["", "setPwd", "isFirstLogin"] = ""
    tries: int = 10
    locks: bool = True
    lan: str = "192.168.0.1"
    flagged: bool = True
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page says at this moment."""

    inside: bool
    wrong: bool
    fresh: bool
    failures: int
    forbidden: int
    token: str = ""


def front_page(plate: Plate, now: Front) -> str:
    """Give the front page: the main frame for who is logged in, else the login page."""
    first = "1" if now.fresh and plate.first == "isFirstLogin" else "0"
    frames = ["frame/top.htm", "frame/menu.htm"] if now.inside else ["frame/login.htm"]
    if now.fresh and plate.first == "setPwd":
        frames.append("frame/setPwd.htm")
    scripts = ["js/oid_str.js", "js/lib.js", *([] if plate.login == "basic" else ["js/tpEncrypt.js"])]
    token = f'<script type="text/javascript">var token="{now.token}";</script>\n' if now.token else ""
    lines = [
        "<!DOCTYPE html>\n<html><head><meta charset=utf-8>",
        f"<title>{plate.product}</title>",
        *(f'<script type="text/javascript" src="{name}"></script>' for name in scripts),
        f'<script type="text/javascript">\nvar isFirstLogin = "{first}";\nvar authTimes={now.failures};',
        f'var forbidTime={now.forbidden};\nvar modelName="{plate.product}";\nvar modelDesc="{plate.description}";',
        "var forbidAdminLogin=0;\n</script>",
        token + f"</head><body>{_WRONG if now.wrong else ''}",
        *(f'<iframe src="{name}"></iframe>' for name in frames),
        "</body></html>",
    ]
    return "\n".join(lines)


def script(plate: Plate, path: str, oids: Iterable[str]) -> str | None:
    """Give one of the scripts that need no login; None when there is none of that name."""
    if path == "/js/lib.js":
        actions = ",".join(f"ACT_{word}={number}" for number, word in enumerate(_ACTIONS, 1))
        return f'var {actions};\nvar URL="{_url(plate)}";\n'
    if path == "/js/oid_str.js":
        sealed = int(plate.login in ("envelope", "json"))
        flags = (
            f"var INCLUDE_LOGIN_GDPR_ENCRYPT={sealed};\nvar INCLUDE_LOGIN_USERNAME=1;\nvar INCLUDE_ENABLE_REFER=1;\n"
        )
        return "".join(f'var {oid}="{oid}";\n' for oid in oids) + flags
    if path == "/locale/errCode.js":
        return "".join(f"var {name}={number};\n" for name, number in ERRORS.items())
    if path == "/js/tpEncrypt.js" and plate.login != "basic":
        return f"function seal(text,nn,ee){{return $.rsa.encrypt(text,nn,ee,512,{int(plate.padded)});}}\n"
    return None


def _url(plate: Plate) -> str:
    return _SCRIPTS[plate.login] + (" cgi/getGDPRParm" if plate.login in ("json", "vr") else "")
