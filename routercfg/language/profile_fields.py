"""What each field of a profile is for, and the questions and comments of a new profile."""

PROFILE_FIELDS: dict[str, tuple[str, str]] = {
    "profile.section.wan": ("The line to the provider.", "Подключение к провайдеру."),
    "profile.section.dns": ("Who answers for names.", "Серверы имён (DNS)."),
    "profile.section.wifi": ("The wireless network.", "Сеть Wi-Fi."),
    "profile.section.lan": ("The network at home.", "Домашняя сеть."),
    "profile.section.iptv": ("The TV box.", "ТВ-приставка."),
    "profile.section.admin": ("How to log in to the router.", "Вход на страницу роутера."),
    "profile.section.time": ("The router's clock.", "Часы роутера."),
    "profile.field.version": ("Version of the profile format: 1.", "Версия формата профиля: 1."),
    "profile.field.name": ("A short name of this profile.", "Короткое имя профиля."),
    "profile.field.title": ("What this profile is for, in one line.", "Для чего этот профиль, одной строкой."),
    "profile.field.extends": (
        "Another profile to start from: a shipped name, or a path relative to this file.",
        "Профиль, на котором основан этот: имя готового профиля или путь от этого файла.",
    ),
    "profile.field.source": ("Where the facts come from.", "Откуда взяты данные."),
    "profile.field.checked": ("When the facts were last checked, YYYY-MM-DD.", "Когда данные проверены, ГГГГ-ММ-ДД."),
    "profile.field.region": ("The region this is meant for.", "Для какого региона."),
    "profile.field.notes": ("Remarks for people.", "Заметки для людей."),
    "profile.field.ask": (
        "Fields that whoever uses this profile has to give.",
        "Поля, которые должен указать тот, кто применяет профиль.",
    ),
    "profile.field.wan.protocol": ("How the line works.", "Тип подключения к интернету."),
    "profile.field.wan.username": (
        "Login from the contract; put digits in quotes.",
        "Логин из договора; цифры берите в кавычки.",
    ),
    "profile.field.wan.password": (
        "Password from the contract, or where it is kept.",
        "Пароль из договора или место, где он хранится.",
    ),
    "profile.field.wan.server": ("VPN server of L2TP or PPTP.", "VPN-сервер для L2TP или PPTP."),
    "profile.field.wan.service_name": ("PPPoE service name; mostly empty.", "Имя службы PPPoE; обычно пустое."),
    "profile.field.wan.address": ("Fixed address from the contract.", "Постоянный IP-адрес из договора."),
    "profile.field.wan.mask": ("Its network mask.", "Маска подсети к нему."),
    "profile.field.wan.gateway": ("The provider's gateway.", "Шлюз провайдера."),
    "profile.field.wan.mtu": (
        "Largest packet in bytes; leave out unless the provider names one.",
        "Размер пакета (MTU) в байтах; не пишите, если провайдер его не назвал.",
    ),
    "profile.field.wan.mac": (
        "MAC address the provider sees: the router's own (default), this computer's (clone), or a given one.",
        "MAC-адрес, который видит провайдер: свой (default), этого компьютера (clone) или указанный.",
    ),
    "profile.field.wan.secondary": (
        "Second connection of dual access (Russia PPPoE, L2TP, PPTP).",
        "Вторичное подключение («PPPoE Россия», L2TP, PPTP).",
    ),
    "profile.field.wan.vlan": (
        "VLAN of the internet line; only if the provider names one.",
        "Номер VLAN для интернета; только если его назвал провайдер.",
    ),
    "profile.field.dns.servers": (
        "Resolvers the router itself asks: automatic, or one or two addresses.",
        "Серверы DNS для самого роутера: automatic или один-два адреса.",
    ),
    "profile.field.dns.by_vendor": (
        "Resolvers for routers of this vendor only.",
        "Серверы DNS только для роутеров этой марки.",
    ),
    "profile.field.dns.clients": (
        "Resolvers that DHCP hands out at home; automatic means the router itself.",
        "Серверы DNS, которые роутер раздаёт домашним устройствам; automatic — сам роутер.",
    ),
    "profile.field.dns.fallback": (
        "Resolvers that checks may try; never written to a router.",
        "Серверы DNS для проверок; в роутер не записываются.",
    ),
    "profile.field.wifi.country": ("Country of the radio rules, RU.", "Страна для радиоправил, RU."),
    "profile.field.wifi.enabled": ("Whether Wi-Fi is on.", "Включён ли Wi-Fi."),
    "profile.field.wifi.ssid": ("Name of the network.", "Имя сети Wi-Fi."),
    "profile.field.wifi.security": ("Protection of the network.", "Защита сети."),
    "profile.field.wifi.password": ("Wi-Fi password, or where it is kept.", "Пароль Wi-Fi или место, где он хранится."),
    "profile.field.wifi.hidden": ("Whether the name is hidden.", "Скрыто ли имя сети."),
    "profile.field.wifi.channel": ("Radio channel.", "Канал."),
    "profile.field.wifi.width": ("Channel width in MHz.", "Ширина канала в МГц."),
    "profile.field.lan.address": ("The router's own address at home.", "Адрес роутера в домашней сети."),
    "profile.field.lan.mask": ("Mask of the home network.", "Маска домашней сети."),
    "profile.field.lan.dhcp.enabled": (
        "Whether the router hands out addresses.",
        "Раздаёт ли роутер адреса.",
    ),
    "profile.field.lan.dhcp.first": ("First address handed out.", "Первый раздаваемый адрес."),
    "profile.field.lan.dhcp.last": ("Last address handed out.", "Последний раздаваемый адрес."),
    "profile.field.iptv.mode": (
        "How the TV box is connected: bridge is a plain port, vlan only if the provider names numbers.",
        "Как подключена приставка: bridge — просто порт, vlan — только если провайдер назвал номера.",
    ),
    "profile.field.iptv.port": ("LAN port of the TV box.", "Разъём LAN, в который вставлена приставка."),
    "profile.field.iptv.internet.id": (
        "VLAN of the internet line; the same as wan.vlan.",
        "Номер VLAN для интернета; то же, что wan.vlan.",
    ),
    "profile.field.iptv.internet.priority": ("Its priority.", "Приоритет этого VLAN."),
    "profile.field.iptv.iptv.id": ("VLAN of TV.", "Номер VLAN для ТВ."),
    "profile.field.iptv.iptv.priority": ("Its priority.", "Приоритет этого VLAN."),
    "profile.field.iptv.voip.id": ("VLAN of the telephone.", "Номер VLAN для телефона."),
    "profile.field.iptv.voip.priority": ("Its priority.", "Приоритет этого VLAN."),
    "profile.field.admin.username": ("Name of the router's administrator.", "Имя администратора роутера."),
    "profile.field.admin.password": (
        "Password of the router's page: used to log in, and set where there is none yet.",
        "Пароль от страницы роутера: для входа, а на сброшенном роутере он станет первым.",
    ),
    "profile.field.time.zone": ("Time zone, such as Europe/Moscow.", "Часовой пояс, например Europe/Moscow."),
    "profile.question.provider": ("Who is your provider?", "Кто ваш провайдер?"),
    "profile.question.login": (
        "Does the contract give a login and a password for the internet?",
        "В договоре есть логин и пароль для интернета?",
    ),
    "profile.question.username": ("Login from the contract:", "Логин из договора:"),
    "profile.question.password_from": (
        "Where shall the internet password come from? env: an environment variable; prompt: asked each time; "
        "file: a file beside the profile; clear: written in the profile.",
        "Откуда брать пароль интернета? env — переменная окружения; prompt — спрашивать каждый раз; "
        "file — файл рядом с профилем; clear — записать в профиль.",
    ),
    "profile.question.password": ("Password from the contract:", "Пароль из договора:"),
    "profile.question.mac": (
        "Is the line bound to a MAC address? Type it, or leave this empty.",
        "Провайдер привязал линию к MAC-адресу? Введите его или оставьте пустым.",
    ),
    "profile.question.ssid": (
        "What was your Wi-Fi called before? With the old name and password, phones reconnect by themselves.",
        "Как называлась ваша сеть Wi-Fi раньше? Если оставить прежнее имя и пароль, телефоны подключатся сами.",
    ),
    "profile.question.wifi_key": ("Wi-Fi password (the old one is best):", "Пароль Wi-Fi (лучше прежний):"),
    "profile.question.admin_password": (
        "Where shall the password of the router's own page come from? keep: do not touch it.",
        "Откуда брать пароль от страницы роутера? keep — не трогать его.",
    ),
    "profile.question.tv_port": (
        "Is there a TV box on a cable? Which LAN port is it plugged into?",
        "Есть ТВ-приставка, подключённая кабелем? В какой разъём LAN она вставлена?",
    ),
    "profile.new.head": (
        "Made by: routercfg profile new\n"
        "A line that is left out is not touched in the router. Put digits in quotes.\n"
        "For hints in the editor: routercfg profile schema > profile.schema.json",
        "Создано командой: routercfg profile new\n"
        "Чего в файле нет, то в роутере не меняется. Цифры берите в кавычки.\n"
        "Подсказки в редакторе: routercfg profile schema > profile.schema.json",
    ),
    "profile.new.lost": (
        "The internet login is lost: ask the provider's support for it, then add\n"
        "  extends: generic-pppoe\nand wan.username and wan.password. Wi-Fi can be set up without it.",
        "Логин для интернета потерян: спросите его в поддержке провайдера и добавьте\n"
        "  extends: generic-pppoe\nи wan.username, wan.password. Wi-Fi можно настроить и без этого.",
    ),
    "profile.new.username": ("login from the contract", "логин из договора"),
    "profile.new.clear": (
        "written in clear: keep this file to yourself (chmod 600)",
        "записано открыто: никому не показывайте этот файл (chmod 600)",
    ),
    "profile.new.mac": ("the MAC address the provider knows", "MAC-адрес, который знает провайдер"),
    "profile.new.wifi": ("Wi-Fi, the same on every band", "Wi-Fi, одинаково на всех диапазонах"),
    "profile.new.iptv": (
        "TV box in a plain port; no VLAN unless the provider names one",
        "ТВ-приставка в обычном разъёме; без VLAN, если провайдер его не назвал",
    ),
    "profile.new.admin": (
        "Password of the router's own page: 5-32 Latin letters, digits, punctuation; not the Wi-Fi password",
        "Пароль от страницы роутера: 5-32 латинские буквы, цифры, знаки; не такой, как у Wi-Fi",
    ),
    "profile.new.prompt.internet_password": ("Password from the contract", "Пароль из договора"),
    "profile.new.prompt.admin_password": ("Password of the router's page", "Пароль от страницы роутера"),
}
