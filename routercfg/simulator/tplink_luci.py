"""The face of TP-Link's blue interface (``/cgi-bin/luci/;stok=``), and the models that wear it.

Sources: [observed-tplink-ax20], which wins, and [tplink-web 0 to 4].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store
from routercfg.simulator.tplink_admin import ADMIN, restore
from routercfg.simulator.tplink_backup import pack
from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import (
    INVALID_ARGS,
    NO_CALLBACK,
    Answer,
    Call,
    Crash,
    Forms,
    Handler,
    Plate,
    bad,
)
from routercfg.simulator.tplink_defaults import factory_words, initial_words
from routercfg.simulator.tplink_dhcp import DHCP
from routercfg.simulator.tplink_http import (
    Page,
    dump,
    envelope_of,
    is_form,
    join_words,
    json_response,
    page_of,
    parts_of,
    response,
    words_of,
)
from routercfg.simulator.tplink_iptv import IPTV
from routercfg.simulator.tplink_login import CERTIFIED, OPEN_FORMS, Door
from routercfg.simulator.tplink_network import NETWORK, lan_address
from routercfg.simulator.tplink_plates import UNITS, Unit
from routercfg.simulator.tplink_session import Attempts, Session, Sessions
from routercfg.simulator.tplink_time import TIME, today
from routercfg.simulator.tplink_wireless import BANDS, WIRELESS
from routercfg.wire import Ask

FORMS: Final[Forms] = {**ADMIN, **DHCP, **IPTV, **NETWORK, **TIME, **WIRELESS}
_CONTROLLERS: Final = frozenset(controller for controller, _form in FORMS)
_PLAIN_TEXT: Final = "text/plain"
_HTML: Final = "text/html"
_FRONT: Final = (
    b"<!DOCTYPE html><html><head><meta charset=utf-8><title>Opening...</title>"
    b'<meta http-equiv=refresh content="0;url=%s"></head><body></body></html>'
)
_PAGE: Final = (
    b"<!DOCTYPE html><html><head><meta charset=utf-8><title>%s</title></head>"
    b"<body>A paper router. Its pages are not drawn; talk to /cgi-bin/luci/ instead.</body></html>"
)


class BlueRouter(PaperRouter):
    """One TP-Link router with the blue interface."""

    def __init__(self, plate: Plate, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        super().__init__(model, store, pace, faults)
        self.plate = plate
        self.scheme = plate.generation.scheme
        self.box = Box(self, plate)
        self.sessions = Sessions(pace, plate.product, self.scheme)
        self.attempts = Attempts(pace, locked=faults.has("locked-out"))
        self.box.end_session = self.sessions.end
        self._door = Door(self.box, self.sessions, self.attempts)

    def forget(self) -> None:
        """Lose sessions, failures and the number of the last ``auth``."""
        self.sessions.forget()
        self.attempts.forget()
        self.box.restart_wan()

    def password_now(self) -> str:
        """Give the password that is set, or the one that a unit without any begins with."""
        return self.box.password or self.model.factory_password

    def lan_address(self) -> str:
        """Give the LAN address."""
        return lan_address(self.box)

    def answering(self) -> bool:
        """Tell whether anything listens; a restart that is due begins here."""
        if self.box.restart_due():
            self.reboot()
        return super().answering()

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Give the answer to one request."""
        page = page_of(ask)
        if page is None:
            return self._static(ask)
        if (page.controller, page.forms) == ("admin/firmware", ("config_multipart",)):
            return self._multipart(ask, page)
        if page.forms and all(self._is_open(page.controller, form) for form in page.forms):
            return json_response(self._open(ask, page, client))
        return self._sealed(ask, page, client) if self.scheme.sealed else self._plain(ask, page, client)

    def _is_open(self, controller: str, form: str) -> bool:
        return (controller, form) in OPEN_FORMS or (bool(self.scheme.certified) and (controller, form) == CERTIFIED)

    def _static(self, ask: Ask) -> bytes:
        """Give the front page, which leads to the interface, or one of the few pages there are."""
        path = ask.target.partition("?")[0]
        front = self.plate.generation.front_page
        if self.box.words("https").get("https_enable") == "on" and not self.model.tls:
            return response(302, more=[("Location", f"https://{lan_address(self.box)}/webpages/login.html")])
        if path == "/" and self.scheme.sealed:
            return response(302, more=[("Location", front)])
        if path == "/":
            return response(200, _HTML, _FRONT % front.encode("ascii"))
        if path in ("/webpages/index.html", "/webpages/login.html"):
            return response(200, _HTML, _PAGE % self.plate.product.encode("ascii"))
        return response(404, _HTML, b"<h1>Not Found</h1>")

    def _open(self, ask: Ask, page: Page, client: str) -> Answer:
        words = {**page.query, **words_of(ask.body.decode("utf-8", "replace"))}
        return self._door.open_form(_call(page, page.forms[0], words, client))

    def _multipart(self, ask: Ask, page: Page) -> bytes:
        """Hand out or take a configuration file; needs cookie and token, and is never sealed."""
        session = self.sessions.find(page.cookie)
        if session is None or session.stok != page.stok:
            return json_response({"data": ""})
        parts = parts_of(ask)
        words = {**page.query, **({} if parts else words_of(ask.body.decode("utf-8", "replace")))}
        operation = parts.get("operation", words.get("operation", "").encode())
        if operation == b"backup":
            name = f'attachment; filename="backup-{self.plate.product}-{today()}.bin"'
            return response(200, "application/octet-stream", pack(self.box), [("Content-Disposition", name)])
        files = [blob for name, blob in parts.items() if name not in ("operation", "image")]
        if operation != b"restore" or not files:
            return json_response(bad(NO_CALLBACK))
        return response(200, _HTML, dump(restore(self.box, files[0])).encode())

    def _plain(self, ask: Ask, page: Page, client: str) -> bytes:
        """Answer firmware without an envelope. What it says without a session is inferred: ``timeout``."""
        words = {**page.query, **words_of(ask.body.decode("utf-8", "replace"))}
        if page.controller == "login":
            form = page.forms[0] if page.forms else ""
            return self._welcome(*self._door.plain_login(_call(page, form, words, client)))
        if page.controller not in _CONTROLLERS:
            return response(404, _PLAIN_TEXT, f"No page is registered at '/{page.controller}'.".encode())
        session = self.sessions.find(page.cookie)
        if session is None or session.stok != page.stok:
            return json_response(bad("timeout"))
        try:
            return json_response(self._run(page, words, client))
        except Crash as crash:
            return response(500, _PLAIN_TEXT, _traceback(page, crash).encode())

    def _welcome(self, answer: Answer, session: Session | None) -> bytes:
        self.logged_in = self.logged_in or session is not None
        return json_response(answer, session.cookie if session else "")

    def _sealed(self, ask: Ask, page: Page, client: str) -> bytes:
        """Answer firmware with an envelope: nothing may come outside it but the open forms."""
        envelope = envelope_of(ask.body)
        if envelope is None:
            return response(403)
        if page.controller == "login":
            return self._sealed_login(page, envelope, client)
        session = self.sessions.find(page.cookie)
        if session is None or session.seal is None:
            return json_response({"data": ""})
        text = self.sessions.open_call(session, *envelope)
        if text is None:
            return response(403)
        status, inside = self._inside(page, session, self._words(ask, page, text), client)
        sealed = session.seal.close(inside)
        return json_response({"data": sealed}) if status == 200 else response(status, _PLAIN_TEXT, sealed.encode())

    def _words(self, ask: Ask, page: Page, text: str) -> Mapping[str, str] | None:
        """Give a request's fields; None when the firmware refuses how they are told.

        SG firmware reads the body only when a header says that it is a form, and takes no field that URL and body both
        tell [tplink-web 2A.4, SG specifics]; what such a refusal says is not documented.
        """
        if not self.scheme.strict:
            return {**page.query, **words_of(text)}
        return join_words(page.query, text) if is_form(ask) else page.query

    def _inside(self, page: Page, session: Session, words: Mapping[str, str] | None, client: str) -> tuple[int, str]:
        """Give status and text of an answer before it is sealed; anything but 200 has no JSON around it."""
        if page.stok != session.stok:
            return 200, dump(bad("timeout"))
        if words is None:
            return 200, dump(bad(INVALID_ARGS))
        if page.controller not in _CONTROLLERS:
            return 404, f"No page is registered at '/{page.controller}'."
        try:
            return 200, dump(self._run(page, words, client))
        except Crash as crash:
            return 500, _traceback(page, crash)

    def _sealed_login(self, page: Page, envelope: tuple[str, str], client: str) -> bytes:
        opened = self.sessions.open_login(*envelope)
        if opened is None:
            return response(403)
        form = page.forms[0] if page.forms else ""
        call = _call(page, form, {**page.query, **words_of(opened.text)}, client)
        if not self._door.is_well_formed(call, opened.hash):
            return response(403)
        answer, session = self._door.sealed_login(call, opened.seal)
        return self._welcome({"data": opened.seal.close(dump(answer))}, session)

    def _run(self, page: Page, words: Mapping[str, str], client: str) -> Answer:
        """Run the forms of one request; several at once have their fields prefixed with the form's name.

        How several answer when one refuses is not documented: the first refusal is the answer, and later forms are
        not run.
        """
        calls = [_call(page, form, _own(form, words, alone=len(page.forms) == 1), client) for form in page.forms]
        merged: dict[str, object] = {}
        for call in calls:
            answer = self._form(call)
            if len(calls) == 1 and not (self.plate.generation.prefixed and call.form in BANDS):
                return answer
            if not answer["success"] and len(calls) > 1:
                return answer
            data = answer.get("data")
            merged |= {f"{call.form}_{key}": value for key, value in data.items()} if isinstance(data, dict) else {}
            answer.pop("data", None)
        return {**answer, "data": merged} if calls else bad(NO_CALLBACK)

    def _form(self, call: Call) -> Answer:
        form = (call.controller, call.form)
        table: Mapping[str, Handler] = {} if form in self.plate.generation.lacks else FORMS.get(form, {})
        handler = table.get(call.operation) or table.get("*")
        return bad(NO_CALLBACK) if handler is None else handler(self.box, call)


def _call(page: Page, form: str, words: Mapping[str, str], client: str) -> Call:
    rest = {key: text for key, text in words.items() if key != "operation"}
    return Call(page.controller, form, words.get("operation", ""), rest, client)


def _own(form: str, words: Mapping[str, str], *, alone: bool) -> dict[str, str]:
    """Give the words meant for one form."""
    if alone:
        return dict(words)
    own = {key.removeprefix(f"{form}_"): text for key, text in words.items() if key.startswith(f"{form}_")}
    return {**own, "operation": words.get("operation", "")}


def _traceback(page: Page, crash: Crash) -> str:
    return f"/usr/lib/lua/luci/controller/{page.controller}.lua: {crash}\nstack traceback:\n\t[C]: in function"


def _model(unit: Unit) -> Model:
    plate = unit.plate
    factory = factory_words(plate)
    factory["https"]["https_enable"] = "on" if unit.tls else "off"
    return Model(
        name=f"tplink-{unit.name}",
        vendor="tplink",
        family=plate.generation.scheme.family,
        title=plate.product,
        username="admin",
        password=unit.password,
        build=lambda model, store, pace, faults: BlueRouter(plate, model, store, pace, faults),
        factory=factory,
        initial=initial_words(factory, unit.password),
        factory_password=unit.factory_password,
        tls=unit.tls,
    )


def models() -> tuple[Model, ...]:
    """Give the models with the blue interface. The C1200 out of its box lets admin/admin in [tplink-web 3A]."""
    return tuple(_model(unit) for unit in UNITS)
