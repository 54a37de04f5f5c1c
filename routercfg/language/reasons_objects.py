"""Why a TP-Link router with the object interface cannot do a setting, and what was wrong with its answers.

``reason.objects-*`` are Parts: they stand inside a longer sentence, so they begin small and end without a full stop.
"""

REASONS_OBJECTS: dict[str, tuple[str, str]] = {
    "reason.objects-not-blocks": (
        "not an answer of the object interface",
        "это не ответ роутера на запрос настроек",
    ),
    "reason.objects-code": (
        "the router answers with error {code}",
        "роутер отвечает ошибкой {code}",
    ),
    "reason.objects-no-vlan": (
        "this router does not show which of its attributes is the VLAN of the internet connection",
        "роутер не показывает, где у него задаётся VLAN для подключения к интернету",
    ),
    "reason.objects-iptv": (
        "it is not known how this firmware names the LAN ports for IPTV, so nothing is written there",
        "неизвестно, как эта прошивка обозначает разъёмы LAN для IPTV, поэтому программа там ничего не меняет",
    ),
    "reason.objects-admin-name": (
        "this tool does not rename the administrator of this router, who is called {name}",
        "имя администратора этого роутера ({name}) программа не меняет",
    ),
    "reason.objects-password": (
        "this router takes {least} to {most} Latin letters, digits and signs without spaces as its password",
        "роутер принимает пароль из {least}–{most} латинских букв, цифр и знаков без пробелов",
    ),
    "reason.objects-no-password": (
        "it is not known how this firmware changes its administrator's password",
        "неизвестно, как на этой прошивке сменить пароль администратора",
    ),
    "reason.objects-mode-word": (
        "this router does not show how it calls the connection type {protocol}",
        "роутер не показывает, как у него называется тип подключения {protocol}",
    ),
}
