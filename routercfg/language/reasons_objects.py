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
        "it is not known how this firmware names the LAN ports for IPTV, so all this tool does there is switch it off",
        "неизвестно, как эта прошивка обозначает разъёмы LAN для IPTV, поэтому программа может только выключить его",
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
        "it is not known how this firmware changes its administrator's password; change it on the router's own pages "
        "and give this tool the new one",
        "неизвестно, как на этой прошивке сменить пароль администратора; смените его на страницах самого роутера "
        "и дайте программе новый",
    ),
    "reason.objects-several": (
        "this router has several connections by wire switched on, and does not tell which of them is the internet",
        "на роутере включено несколько подключений по кабелю, и он не показывает, какое из них — интернет",
    ),
    "reason.objects-second": (
        "it is not known how this firmware names a second connection beside PPPoE",
        "неизвестно, как эта прошивка обозначает второе подключение рядом с PPPoE",
    ),
    "reason.objects-no-wan": (
        "this router does not show its internet connection to this account",
        "роутер не показывает этой учётной записи подключение к интернету",
    ),
    "reason.objects-no-connection": (
        "this router has no {protocol} connection on its WAN port yet, and how its page makes one is not known; create "
        "one there by hand (any name and password will do), then run this again",
        "на роутере ещё нет подключения {protocol}, а как его создаёт страница роутера, неизвестно; создайте его там "
        "вручную (имя и пароль любые) и запустите программу ещё раз",
    ),
    "reason.objects-other-way": (
        "the internet of this router comes over {name} and not by wire; put it into the mode for internet by wire on "
        "its own pages, then run this again",
        "интернет на этом роутере идёт через {name}, а не по кабелю; включите на страницах роутера режим с интернетом "
        "по кабелю и запустите программу ещё раз",
    ),
    "reason.objects-no-port": (
        "this router does not show a WAN port, so there is no place for an internet connection by wire",
        "роутер не показывает порта WAN, поэтому настроить интернет по кабелю негде",
    ),
    "reason.objects-mode-word": (
        "this router does not show how it calls the connection type {protocol}",
        "роутер не показывает, как у него называется тип подключения {protocol}",
    ),
}
