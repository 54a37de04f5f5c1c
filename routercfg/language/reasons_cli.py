"""Why TP-Link's command line cannot do a setting. Each piece begins small and ends without a full stop."""

from __future__ import annotations

REASONS_CLI: dict[str, tuple[str, str]] = {
    "reason.cli-web": (
        "the router's command line has no command for this; its web page does it (--via web)",
        "в командной строке роутера такой команды нет; это делается через веб-интерфейс (--via web)",
    ),
    "reason.cli-not-shown": (
        "the help of this router's command line does not show {word}, so it is not sent; use --via web",
        "справка командной строки этого роутера не показывает {word}, поэтому программа его не шлёт; "
        "используйте --via web",
    ),
    "reason.cli-only-pppoe": (
        "over the command line only PPPoE can be set; use --via web",
        "через командную строку можно настроить только PPPoE; используйте --via web",
    ),
    "reason.cli-no-connection": (
        "the router has no PPPoE connection yet, and how its command line makes one is not known; use --via web",
        "на роутере ещё нет подключения PPPoE, а как создать его из командной строки, неизвестно; "
        "используйте --via web",
    ),
    "reason.cli-both-words": (
        "the command line wants the provider's login and password together, and one of them is not known here",
        "командной строке нужны логин и пароль провайдера вместе, а здесь известно не всё",
    ),
    "reason.cli-letters": (
        "how the router's command line takes such characters (a blank, a quote, a letter that is not Latin) is not "
        "known; use --via web",
        "неизвестно, как командная строка роутера примет такие символы (пробел, кавычку, нелатинскую букву); "
        "используйте --via web",
    ),
    "reason.cli-untold": (
        "the command line does not show this setting, so it could not be checked; use --via web",
        "командная строка не показывает эту настройку, и проверить её было бы нельзя; используйте --via web",
    ),
    "reason.cli-no-key": (
        "the present Wi-Fi password is not known; write a password as well",
        "текущий пароль Wi-Fi неизвестен; укажите и пароль",
    ),
    "reason.cli-no-way-back": (
        "the command line could not put the present protection of this network back; use --via web",
        "командная строка не смогла бы вернуть нынешнюю защиту этой сети; используйте --via web",
    ),
    "reason.cli-no-way-back-wan": (
        "the command line could not put the present name and password of the connection back; use --via web",
        "командная строка не смогла бы вернуть нынешние имя и пароль подключения; используйте --via web",
    ),
    "reason.cli-first-password": (
        "it wants another first password: at least 8 characters, with capital and small letters, digits and signs",
        "ему нужен другой первый пароль: не меньше 8 знаков, большие и маленькие буквы, цифры и знаки",
    ),
    "reason.cli-name": (
        "the name is fixed in this router",
        "имя в этом роутере не меняется",
    ),
}
