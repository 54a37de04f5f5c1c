"""What can be wrong with a profile, and what is permitted instead."""

from routercfg.language.profile_fields import PROFILE_FIELDS

_FILES: dict[str, tuple[str, str]] = {
    "profile.file.missing": ("there is no file {file}", "нет файла {file}"),
    "profile.file.folder": ("{file} is not an ordinary file", "{file} — не обычный файл"),
    "profile.file.forbidden": ("{file} may not be read by you", "у вас нет права читать {file}"),
    "profile.file.unreadable": ("{file} cannot be read", "{file} не читается"),
    "profile.file.large": (
        "the file is larger than 1 MiB; a profile has a few thousand bytes",
        "файл больше 1 МиБ; в профиле бывает несколько тысяч байт",
    ),
    "profile.file.bom": (
        "the file begins with a byte order mark; save it as “UTF-8”, not “UTF-8 with BOM”",
        "файл начинается с метки BOM; сохраните его как «UTF-8», а не «UTF-8 с BOM»",
    ),
    "profile.file.utf16": (
        "the file is UTF-16; save it as UTF-8",
        "файл в кодировке UTF-16; сохраните его в UTF-8",
    ),
    "profile.file.binary": (
        "the file is not text: it has bytes that no profile can have",
        "это не текстовый файл: в нём есть знаки, которых в профиле не бывает",
    ),
    "profile.file.encoding": (
        "here is a byte that is not UTF-8; save the file as UTF-8",
        "здесь байт не в кодировке UTF-8; сохраните файл в UTF-8",
    ),
    "profile.file.empty": ("the file says nothing", "файл пуст"),
    "profile.yaml.broken": ("this is not YAML", "это не YAML"),
    "profile.yaml.tab": (
        "there is a tab here; YAML is indented with spaces only",
        "здесь табуляция; в YAML отступы делают только пробелами",
    ),
    "profile.yaml.deep": ("too many sections inside each other", "слишком много вложенных разделов"),
    "profile.yaml.colon": (
        "a second colon, or an indent that fits nothing; put a value with “: ” in quotes",
        "второе двоеточие или неподходящий отступ; значение с «: » берите в кавычки",
    ),
    "profile.yaml.sign": (
        "a value cannot begin with this sign; put it in quotes",
        "значение не может начинаться с этого знака; возьмите его в кавычки",
    ),
    "profile.yaml.quote": ("a quotation mark is not closed", "кавычка не закрыта"),
    "profile.yaml.bracket": (
        "a bracket is not closed, or a comma is missing",
        "скобка не закрыта или не хватает запятой",
    ),
    "profile.yaml.no-colon": ("a colon is missing after the key", "после имени поля нет двоеточия"),
    "profile.yaml.indent": (
        "the indent does not fit the lines above",
        "отступ не такой, как в строках выше",
    ),
    "profile.yaml.escape": (
        "an unknown \\-sequence; in double quotes write \\\\ for one backslash",
        "неизвестная последовательность с \\; в двойных кавычках вместо \\ пишите \\\\",
    ),
    "profile.yaml.documents": (
        "a second document begins here (---); a file holds one profile",
        "здесь начинается второй документ (---); в файле должен быть один профиль",
    ),
    "profile.yaml.alias": (
        "this alias (*) names no finished anchor (&)",
        "ссылка (*) не указывает на законченный якорь (&)",
    ),
    "profile.yaml.tag": ("type tags (!!…) are not taken", "метки типов (!!…) не принимаются"),
    "profile.yaml.key": ("a key must be one word", "имя поля должно быть одним словом"),
}

_FORMS: dict[str, tuple[str, str]] = {
    "profile.section": ("a section with fields is due here", "здесь должен быть раздел с полями"),
    "profile.words": ("permitted: {words}", "можно: {words}"),
    "profile.unknown": ("no such field", "такого поля нет"),
    "profile.unknown.near": ("no such field; did you mean {near}?", "такого поля нет; может быть, {near}?"),
    "profile.merge": (
        "YAML's << is not taken; use extends, or write the fields out",
        "запись << не принимается; используйте extends или выпишите поля",
    ),
    "profile.twice": ("written twice (first in line {line})", "написано дважды (первый раз в строке {line})"),
    "profile.twice.permitted": ("keep one of the two", "оставьте что-то одно"),
    "profile.shape": ("one value is due here, not a list or a section", "здесь нужно одно значение, а не список"),
    "profile.empty": (
        "has no value; leave the whole line out if it is not to be touched",
        "нет значения; если менять не нужно, уберите всю строку",
    ),
    "profile.value": ("“{value}” is not permitted here", "«{value}» здесь не подходит"),
    "profile.list": ("a list is due here", "здесь нужен список"),
    "profile.list.empty": ("the list is empty", "список пуст"),
    "profile.list.item": ("this item of the list is not a plain text", "этот элемент списка — не текст"),
    "profile.reference": ("this is no reference to a secret", "это не ссылка на пароль"),
    "profile.comment": (
        "what follows # is a comment and not part of the value; if it belongs to it, put all in quotes",
        "всё после # — комментарий, а не часть значения; если это часть значения, возьмите его в кавычки",
    ),
    "profile.trap.null": (
        "there is no value here (YAML reads “{raw}” as nothing); write it in quotes, or leave the line out",
        "здесь нет значения (для YAML «{raw}» — пустота); возьмите в кавычки или уберите строку",
    ),
    "profile.trap.comment": (
        "there is no value here: what begins with # is a comment; put it in quotes",
        "здесь нет значения: всё, что начинается с #, — комментарий; возьмите в кавычки",
    ),
    "profile.trap.switch": (
        "YAML reads {raw} as yes/no, not as text; write it in quotes",
        "YAML понимает {raw} как «да/нет», а не как текст; возьмите в кавычки",
    ),
    "profile.trap.zeros": (
        "{raw} without quotes is a number, and its leading zeros get lost; write it in quotes",
        "{raw} без кавычек — число, и нули в начале теряются; возьмите в кавычки",
    ),
    "profile.trap.number": (
        "{raw} without quotes is a number, not text; write it in quotes",
        "{raw} без кавычек — число, а не текст; возьмите в кавычки",
    ),
    "profile.trap.sixty": (
        "YAML reads {raw} as a number in sixties, like hours and minutes; write it in quotes",
        "YAML понимает {raw} как число вроде часов и минут; возьмите в кавычки",
    ),
    "profile.trap.date": (
        "YAML reads {raw} as a date; write it in quotes",
        "YAML понимает {raw} как дату; возьмите в кавычки",
    ),
    "profile.trap.sign": (
        "{raw} without quotes means something else in YAML; write it in quotes",
        "{raw} без кавычек значит в YAML другое; возьмите в кавычки",
    ),
    "profile.kind.text": ("permitted: a text, best in quotes", "можно: текст, лучше в кавычках"),
    "profile.kind.secret": (
        "permitted: a text in quotes, or {{env: NAME}}, {{file: PATH}}, {{prompt: TEXT}}, {{keyring: NAME}}",
        "можно: текст в кавычках или {{env: ИМЯ}}, {{file: ПУТЬ}}, {{prompt: ТЕКСТ}}, {{keyring: ИМЯ}}",
    ),
    "profile.kind.number": ("permitted: a whole number without quotes", "можно: целое число без кавычек"),
    "profile.kind.switch": ("permitted: true or false", "можно: true или false"),
    "profile.kind.choice": ("permitted: {choices}", "можно: {choices}"),
    "profile.kind.address": ("permitted: an address such as 192.168.1.1", "можно: адрес вида 192.168.1.1"),
    "profile.kind.servers": (
        "permitted: automatic, or a list of one or two addresses such as [77.88.8.8, 77.88.8.1]",
        "можно: automatic или список из одного-двух адресов, например [77.88.8.8, 77.88.8.1]",
    ),
    "profile.kind.auto": ("permitted: auto, or a whole number", "можно: auto или целое число"),
    "profile.kind.vlan": ("permitted: none, or a number of 1-4094", "можно: none или число 1-4094"),
    "profile.kind.list": ("permitted: a list of addresses", "можно: список адресов"),
    "profile.kind.paths": (
        "permitted: a list of field names such as [wan.username, wan.password]",
        "можно: список имён полей, например [wan.username, wan.password]",
    ),
    "profile.set.form": (
        "--set needs path=value, such as --set wan.mtu=1492",
        "после --set нужно поле=значение, например --set wan.mtu=1492",
    ),
    "profile.set.secret": (
        "a password on the command line can be seen by others on this computer; better a values file or {{env: NAME}}",
        "пароль в командной строке видят другие на этом компьютере; лучше файл --values или {{env: ИМЯ}}",
    ),
    "profile.version.missing": ("the version of the format is missing", "не указана версия формата"),
    "profile.version.unknown": (
        "format {value} is not known to this program",
        "формат {value} этой программе незнаком",
    ),
    "profile.version.permitted": ("write: version: {version}", "напишите: version: {version}"),
    "profile.extends.circle": (
        "the profiles extend each other in a circle",
        "профили ссылаются друг на друга по кругу",
    ),
    "profile.extends.long": ("too many profiles in a row", "слишком длинная цепочка профилей"),
    "profile.extends.permitted": ("permitted: at most {most} in a row", "можно: не больше {most} подряд"),
    "profile.date": ("this is no date", "это не дата"),
    "profile.date.permitted": ("write it as 2026-11-23", "пишите в виде 2026-11-23"),
    "profile.ask.unknown": ("{path} is no field that can be asked for", "поля {path} нет"),
    "profile.missing": ("needed for {protocol}, but missing", "нужно для {protocol}, но не указано"),
    "profile.missing.asked": ("this profile needs to be told it", "это поле нужно указать для этого профиля"),
    "profile.missing.permitted": (
        "give it with --set {path}=…, in a --values file, or in a profile that extends this one",
        "укажите --set {path}=…, впишите в файл --values или в профиль, который расширяет этот",
    ),
    "profile.missing.secret": (
        "give it in a --values file, or in a profile that extends this one",
        "впишите в файл --values или в профиль, который расширяет этот",
    ),
}

_SECRETS: dict[str, tuple[str, str]] = {
    "profile.secret.env": ("the environment variable {name} is not set", "переменная окружения {name} не задана"),
    "profile.secret.file": ("the secret's file {name} cannot be read", "файл с паролем {name} не читается"),
    "profile.secret.file.text": (
        "the secret's file {name} is not UTF-8 text",
        "файл с паролем {name} — не текст UTF-8",
    ),
    "profile.secret.file.large": (
        "{name} is too large to be a file with one password",
        "{name} слишком велик для файла с одним паролем",
    ),
    "profile.secret.prompt": (
        "“{name}” would have to be asked, and there is nobody to ask (no terminal)",
        "нужно спросить «{name}», а спросить некого (нет терминала)",
    ),
    "profile.secret.keyring": (
        "the keyring has no entry routercfg / {name}",
        "в хранилище нет записи routercfg / {name}",
    ),
    "profile.secret.keyring.absent": (
        "{name} is in the keyring, and the keyring package is not installed: pip install routercfg[keyring]",
        "{name} лежит в хранилище паролей, а пакет keyring не установлен: pip install routercfg[keyring]",
    ),
    "profile.secret.keyring.locked": (
        "the system's keyring does not open, so {name} cannot be had",
        "хранилище паролей не открывается, {name} не получить",
    ),
    "profile.secret.empty": ("the secret from {source} is empty", "пароль из {source} пуст"),
    "profile.secret.open": (
        "a password is written in clear and others can read {file}: chmod 600 {file}",
        "пароль записан открыто, а {file} могут читать другие: chmod 600 {file}",
    ),
    "profile.secret.open.file": (
        "others can read the password in {file}: chmod 600 {file}",
        "пароль в {file} могут читать другие: chmod 600 {file}",
    ),
}

_RULES: dict[str, tuple[str, str]] = {
    "profile.text.ascii": (
        "has characters that are not Latin letters, digits or ordinary punctuation",
        "есть знаки, кроме латинских букв, цифр и обычных знаков препинания",
    ),
    "profile.text.blanks": ("begins or ends with a space", "начинается или кончается пробелом"),
    "profile.text.control": ("has control characters in it", "содержит управляющие знаки"),
    "profile.text.length": ("has {length} characters", "длина {length}"),
    "profile.psk.weak": (
        "is the key that everybody tries first",
        "это ключ, который пробуют первым",
    ),
    "profile.psk.permitted": (
        "permitted: 8-63 Latin letters, digits, punctuation (spaces only inside), or exactly 64 hexadecimal digits; "
        "not 00000000, not 12345678",
        "можно: 8-63 латинских букв, цифр, знаков (пробелы только внутри) или ровно 64 шестнадцатеричных цифры; "
        "не 00000000 и не 12345678",
    ),
    "profile.ssid.length": ("is {size} bytes long", "длина {size} байт"),
    "profile.ssid.permitted": (
        "permitted: 1-32 bytes without control characters; a Cyrillic letter is two bytes",
        "можно: 1-32 байта без управляющих знаков; русская буква — два байта",
    ),
    "profile.ssid.letters": (
        "has letters that are not Latin: older routers spoil or refuse such names",
        "есть нелатинские буквы: старые роутеры портят такие имена или не берут",
    ),
    "profile.ssid.quote": ("has a quotation mark, which ASUS refuses", "есть кавычка, ASUS такое имя не берёт"),
    "profile.ssid.blanks": (
        "begins or ends with a space, which nobody will see",
        "начинается или кончается пробелом, которого не видно",
    ),
    "profile.country.form": ("this is no country code", "это не код страны"),
    "profile.country.permitted": (
        "permitted: two capital letters, such as RU",
        "можно: две заглавные буквы, например RU",
    ),
    "profile.channel.unknown": ("channel {value} is not permitted at {band}", "канал {value} на {band} не разрешён"),
    "profile.channel.permitted": ("permitted: auto, {channels}", "можно: auto, {channels}"),
    "profile.channel.block": (
        "a channel {width} MHz wide around channel {value} leaves the permitted range",
        "канал шириной {width} МГц вокруг канала {value} выходит за разрешённые частоты",
    ),
    "profile.channel.block.permitted": (
        "safe: channel 36-48 or 149-161 with 80 MHz, 36-64 with 160 MHz, or width: auto",
        "надёжно: канал 36-48 или 149-161 при 80 МГц, 36-64 при 160 МГц или width: auto",
    ),
    "profile.channel.radar": (
        "channel {value} may give way to radar, and many phones and TVs cannot see it; 36-48 and 149-161 are safe",
        "канал {value} уступает радарам, его не видят многие телефоны и телевизоры; надёжны 36-48 и 149-161",
    ),
    "profile.width.unknown": ("{value} MHz is not a width of this band", "{value} МГц — не ширина для этого диапазона"),
    "profile.width.permitted": ("permitted: auto, {widths}", "можно: auto, {widths}"),
    "profile.wifi.open": ("the network is open, so it has no password", "сеть открытая, пароля у неё нет"),
    "profile.wifi.open.permitted": (
        "leave the password out, or choose another security such as wpa2",
        "уберите пароль или выберите другую защиту, например wpa2",
    ),
    "profile.wifi.keyless": (
        "{value} needs a password and the profile has none: the router keeps the one it has, if any",
        "для {value} нужен пароль, а в профиле его нет: останется прежний, если он был",
    ),
    "profile.account.permitted": (
        "permitted: 1-118 Latin letters, digits, punctuation; no space at either end",
        "можно: 1-118 латинских букв, цифр, знаков; без пробелов по краям",
    ),
    "profile.account.asus": (
        "has {length} characters; ASUS takes 64 at most",
        "длина {length}; ASUS берёт не больше 64",
    ),
    "profile.service.permitted": (
        "permitted: at most 32 Latin letters, digits, punctuation",
        "можно: не больше 32 латинских букв, цифр, знаков",
    ),
    "profile.service.tplink": ("has 32 characters; TP-Link takes 31 at most", "длина 32; TP-Link берёт не больше 31"),
    "profile.server.form": ("is neither an address nor a name", "это не адрес и не имя"),
    "profile.server.permitted": (
        "permitted: an IPv4 address, or a name of at most 63 letters, digits, hyphens and dots",
        "можно: адрес IPv4 или имя не длиннее 63 знаков из букв, цифр, дефисов и точек",
    ),
    "profile.address.form": ("“{value}” is not an IPv4 address", "«{value}» — не адрес IPv4"),
    "profile.address.host": ("{value} cannot be the address of a device", "{value} не может быть адресом устройства"),
    "profile.host.permitted": (
        "permitted: four numbers of 0-255 with dots, not 0.…, 127.…, or 224.… and above",
        "можно: четыре числа 0-255 через точку, но не 0.…, 127.… и не от 224.… и выше",
    ),
    "profile.address.edge": (
        "is the first or last address of its network, which no device may have",
        "это первый или последний адрес сети, устройству его давать нельзя",
    ),
    "profile.address.edge.permitted": ("check address and mask together", "проверьте адрес и маску вместе"),
    "profile.mask.form": ("{value} is not a network mask", "{value} — не маска подсети"),
    "profile.mask.permitted": (
        "permitted: ones and then zeros, 255.0.0.0 to 255.255.255.252, mostly 255.255.255.0",
        "можно: от 255.0.0.0 до 255.255.255.252, без разрывов; чаще всего 255.255.255.0",
    ),
    "profile.gateway.self": ("is the router's own address", "это адрес самого роутера"),
    "profile.gateway.outside": ("is outside the network of wan.address", "не входит в сеть wan.address"),
    "profile.gateway.permitted": (
        "permitted: another address of the network that wan.address and wan.mask make",
        "можно: другой адрес из сети, которую задают wan.address и wan.mask",
    ),
    "profile.net.same": (
        "the home network and the provider's are one and the same",
        "домашняя сеть совпадает с сетью провайдера",
    ),
    "profile.net.same.permitted": (
        "choose another home network, such as 192.168.50.1",
        "выберите другую домашнюю сеть, например 192.168.50.1",
    ),
    "profile.pool.octet": ("{value} ends with 0 or 255", "{value} кончается на 0 или 255"),
    "profile.pool.outside": (
        "is outside the home network of lan.address (mask 255.255.255.0 unless lan.mask is given)",
        "не входит в домашнюю сеть lan.address (маска 255.255.255.0, если нет lan.mask)",
    ),
    "profile.pool.order": ("the first address comes after the last", "первый адрес больше последнего"),
    "profile.pool.router": (
        "the router's own address lies in the range it would hand out",
        "адрес самого роутера попал в раздаваемые адреса",
    ),
    "profile.pool.permitted": (
        "permitted: addresses of the home network, first to last, without the router's own and without .0 and .255",
        "можно: адреса домашней сети по порядку, без адреса роутера и без .0 и .255",
    ),
    "profile.number.range": ("{value} is out of range", "{value} вне пределов"),
    "profile.number.permitted": ("permitted: {low}-{high}", "можно: {low}-{high}"),
    "profile.mtu.permitted": ("permitted with {protocol}: 576-{high}", "можно для {protocol}: 576-{high}"),
    "profile.mac.form": ("“{value}” is not a MAC address", "«{value}» — не MAC-адрес"),
    "profile.mac.group": (
        "{value} is nobody's address (zero, broadcast or group)",
        "{value} не бывает у устройства (нулевой, общий или групповой)",
    ),
    "profile.mac.permitted": (
        'permitted: default, clone, or six pairs in quotes such as "AA:BB:CC:DD:EE:0F"',
        "можно: default, clone или шесть пар в кавычках, например «AA:BB:CC:DD:EE:0F»",
    ),
    "profile.dns.count": ("{count} addresses", "адресов: {count}"),
    "profile.dns.twice": ("the same address twice", "один и тот же адрес дважды"),
    "profile.dns.private": (
        "{value} is a private address: check that it answers from the provider's side",
        "{value} — внутренний адрес: проверьте, что он отвечает со стороны провайдера",
    ),
    "profile.dns.loop": (
        "the router is told to ask itself for names",
        "роутер будет спрашивать имена сам у себя",
    ),
    "profile.dns.permitted": (
        "permitted: automatic, or one or two different addresses, none of them lan.address",
        "можно: automatic или один-два разных адреса, но не lan.address",
    ),
    "profile.vlan.twice": ("{value} is taken by {other} already", "{value} уже занят полем {other}"),
    "profile.vlan.permitted": ("each service needs a number of its own", "у каждой услуги должен быть свой номер"),
    "profile.vlan.missing": ("mode vlan without any VLAN number", "режим vlan без единого номера VLAN"),
    "profile.vlan.missing.permitted": (
        "give iptv.internet.id, iptv.iptv.id or iptv.voip.id, or use mode: bridge",
        "укажите iptv.internet.id, iptv.iptv.id или iptv.voip.id либо поставьте mode: bridge",
    ),
    "profile.secondary.none": (
        "TP-Link routers need a second connection (dhcp or static) under L2TP and PPTP",
        "роутерам TP-Link для L2TP и PPTP нужно вторичное подключение (dhcp или static)",
    ),
    "profile.admin.name": ("is not a name a router takes", "такое имя роутер не примет"),
    "profile.admin.name.permitted": (
        "permitted: 1-32 Latin letters, digits, punctuation; no spaces",
        "можно: 1-32 латинских букв, цифр, знаков; без пробелов",
    ),
    "profile.admin.weak": ("is the factory password", "это заводской пароль"),
    "profile.admin.letters": (
        "has spaces or characters that are not Latin letters, digits or ordinary punctuation",
        "есть пробелы или знаки, кроме латинских букв, цифр и обычных знаков препинания",
    ),
    "profile.admin.same": ("is the Wi-Fi password as well", "совпадает с паролем Wi-Fi"),
    "profile.admin.long": (
        "is longer than 16 characters, which older ASUS routers do not take",
        "длиннее 16 знаков, старые роутеры ASUS такой не берут",
    ),
    "profile.admin.permitted": (
        "permitted: 5-32 Latin letters, digits, punctuation; no spaces; not admin, not the Wi-Fi password",
        "можно: 5-32 латинских букв, цифр, знаков; без пробелов; не admin и не пароль Wi-Fi",
    ),
    "profile.zone.unknown": ("“{value}” is no time zone", "часового пояса «{value}» нет"),
    "profile.zone.permitted": (
        "permitted: a name such as Europe/Moscow, Asia/Yekaterinburg, Asia/Vladivostok",
        "можно: имя вида Europe/Moscow, Asia/Yekaterinburg, Asia/Vladivostok",
    ),
}

PROFILE: dict[str, tuple[str, str]] = {**_FILES, **_FORMS, **_SECRETS, **_RULES, **PROFILE_FIELDS}
