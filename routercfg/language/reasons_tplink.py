"""Why a TP-Link router cannot do a setting, and what was wrong with an answer of its web pages.

``reason.tplink-*`` are Parts: they stand inside a longer sentence, so they begin small and end without a full stop.
At the end stand whole sentences that belong to this vendor alone.
"""

TPLINK_REASONS: dict[str, tuple[str, str]] = {
    "reason.tplink-not-offered": (
        "this router does not offer this setting",
        "этот роутер не предлагает такой настройки",
    ),
    "reason.tplink-not-in-protocol": (
        "this router has no such setting for the connection type {protocol}",
        "у этого роутера нет такой настройки для типа подключения {protocol}",
    ),
    "reason.tplink-protocol-needs": (
        "for the connection type {protocol} this router also wants {paths}",
        "для типа подключения {protocol} роутеру нужно ещё: {paths}",
    ),
    "reason.tplink-no-protocol": (
        "this router does not offer this connection type, so the setting has no place",
        "роутер не предлагает такого типа подключения, поэтому настройке нет места",
    ),
    "reason.tplink-no-own-dns": (
        "with {protocol} this router takes the DNS addresses from the provider unless the second connection is static",
        "при {protocol} роутер берёт адреса DNS у провайдера, если второе подключение не статическое",
    ),
    "reason.tplink-dns-wanted": (
        "with a static address the DNS addresses must be named",
        "при статическом адресе адреса DNS нужно указать",
    ),
    "reason.tplink-range": (
        "this router takes {least} to {most} here",
        "роутер принимает здесь значения от {least} до {most}",
    ),
    "reason.tplink-long": (
        "this router takes at most {longest} characters here",
        "роутер принимает здесь не больше {longest} знаков",
    ),
    "reason.tplink-control": (
        "this router cuts control characters out of the text",
        "роутер вырезает из текста управляющие символы",
    ),
    "reason.tplink-no-band": (
        "this router has no such band, or does not tell about it",
        "у роутера нет такого диапазона, или он о нём не сообщает",
    ),
    "reason.tplink-no-wpa3": (
        "this router shows no sign of WPA3",
        "по ответам роутера, WPA3 он не умеет",
    ),
    "reason.tplink-choice": (
        "this router permits here: {choices}",
        "роутер допускает здесь: {choices}",
    ),
    "reason.tplink-region-fixed": (
        "the region of this router is fixed by its maker ({country})",
        "регион этого роутера задан изготовителем ({country})",
    ),
    "reason.tplink-vlan-bridge": (
        "in bridge mode this router sends no VLAN tag; use iptv.mode vlan",
        "в режиме моста роутер не ставит метку VLAN; укажите iptv.mode: vlan",
    ),
    "reason.tplink-no-iptv-mode": (
        "this router does not offer this IPTV mode",
        "роутер не предлагает такого режима IPTV",
    ),
    "reason.tplink-no-port": (
        "this router has no such LAN port; it has {ports}",
        "у роутера нет такого разъёма LAN; есть {ports}",
    ),
    "reason.tplink-admin-name": (
        "the administrator of this router is always called admin",
        "имя администратора у этого роутера всегда admin",
    ),
    "reason.tplink-admin-password": (
        "this router takes 1 to 32 Latin letters, digits and signs without spaces as its password",
        "роутер принимает пароль из 1–32 латинских букв, цифр и знаков без пробелов",
    ),
    "reason.tplink-zone-same": (
        "this router has one entry for several zones; write {zone} instead, its clock will be the same",
        "у роутера одна строка на несколько поясов; укажите {zone} — часы будут идти так же",
    ),
    "reason.tplink-zone-unknown": (
        "it is not known under which number this router keeps this zone",
        "неизвестно, под каким номером роутер хранит этот пояс",
    ),
    "reason.tplink-zone-codes": (
        "this router does not show which of two numberings of time zones it uses",
        "роутер не показывает, какую из двух нумераций часовых поясов он использует",
    ),
    "reason.tplink-upgrading": (
        "it is updating its own firmware now; wait ten minutes and repeat",
        "он сейчас обновляет свою прошивку; подождите десять минут и повторите",
    ),
    "reason.tplink-crashed": (
        "the router's own program crashed on this request",
        "собственная программа роутера упала на этом запросе",
    ),
    "reason.tplink-not-json": ("not JSON", "это не JSON"),
    "reason.tplink-not-base64": ("broken encryption envelope", "испорченная зашифрованная обёртка"),
    "reason.tplink-key-size": (
        "an encryption key of {bits} bits, {wanted} were expected",
        "ключ шифрования на {bits} бит, ожидалось {wanted}",
    ),
    "reason.tplink-no-key": ("no encryption key in it", "в нём нет ключа шифрования"),
    "reason.tplink-status": ("HTTP status {status}", "код HTTP {status}"),
    "reason.tplink-error": ("the router says “{word}”", "роутер отвечает «{word}»"),
    "reason.tplink-no-token": ("no session token in it", "в нём нет номера сеанса"),
    "reason.tplink-no-word": ("it does not say why", "причину он не называет"),
    "reason.tplink-have-set": (
        "the router says that it already has an administrator's password",
        "роутер отвечает, что пароль администратора у него уже есть",
    ),
    "reason.tplink-first-boot": (
        "no way is known to give this firmware its first password",
        "неизвестно, как задать первый пароль на этой прошивке",
    ),
    "reason.tplink-other-login": (
        "TP-Link {model}, whose way of logging in this version does not speak ({variant}); no password was sent",
        "TP-Link {model}: вход на такой прошивке ({variant}) эта версия не умеет; пароль не отправлялся",
    ),
    "reason.tplink-no-wan-forms": (
        "this firmware shows no internet settings that this program knows how to write; set them on the router's page",
        "эта прошивка не показывает настроек интернета, которые программа умеет записывать; задайте их на странице "
        "роутера",
    ),
    "reason.tplink-web-password": (
        "this router lets us in with an encrypted password only, and how to encrypt a new one for it is not known",
        "этот роутер пускает только с зашифрованным паролем, а как зашифровать для него новый, неизвестно",
    ),
    "reason.tls-none": (
        "it ends every attempt at an encrypted connection",
        "он обрывает любую попытку зашифрованного соединения",
    ),
    "part.tplink-remains": (
        "; as the time left it names {count}, without a unit",
        "; оставшееся время роутер указывает как {count}, без единицы измерения",
    ),
    "error.web-password-needed": (
        "This router takes only a password that its own login page has encrypted; the one given is plain, and was not "
        "sent.",
        "Этот роутер принимает только пароль, зашифрованный его страницей входа; задан обычный, он не отправлялся.",
    ),
    "error.web-password-needed.next": (
        "Log in with a browser with its developer tools (F12) open on the network tab, find the request that ends in "
        "form=login, copy its field password (more than 200 digits 0-9 and letters a-f) and give that as the password.",
        "Войдите на страницу роутера в браузере, открыв инструменты разработчика (F12) на вкладке «Сеть», найдите "
        "запрос с окончанием form=login, скопируйте из него поле password (больше 200 цифр 0–9 и букв a–f) и укажите "
        "его как пароль.",
    ),
    "progress.old-tls": (
        "This router speaks only old, weak HTTPS; it is permitted for this router alone.",
        "Этот роутер умеет только старый, слабый HTTPS; он разрешён только для этого роутера.",
    ),
}
