"""What plans, progress and verdicts say, and the plain names of the leaves."""

REPORT: dict[str, tuple[str, str]] = {
    # where we are
    "router.line": ("{name} at {address}", "{name}, адрес {address}"),
    "router.unknown": (
        "a router (which one, it says only after login)",
        "роутер (какой именно, скажет после входа)",
    ),
    "router.firmware": ("firmware {firmware}", "прошивка {firmware}"),
    "router.hardware": ("hardware {hardware}", "аппаратная версия {hardware}"),
    "router.mac": ("MAC {mac}", "MAC {mac}"),
    "router.family": ("interface {family}", "интерфейс {family}"),
    "router.factory": (
        "in factory state: waiting for its first set-up",
        "сброшен: ждёт первой настройки",
    ),
    # much old firmware does not tell a reset before login
    "router.set-up": ("set up, as far as it tells before login", "настроен, насколько он сообщает до входа"),
    # plan
    "plan.nothing": (
        "Nothing to do: the router already has all {count} settings of the profile.",
        "Делать нечего: все настройки профиля ({count}) в роутере уже есть.",
    ),
    "plan.head": ("Plan: {count} change(s)", "План: изменений — {count}"),
    "plan.first-boot": (
        "First set-up: the administrator's password of the profile becomes the router's first password.",
        "Первая настройка: пароль администратора из профиля станет первым паролем роутера.",
    ),
    "plan.first-boot.label": (
        "If its label shows an administrator's password, give that one with --password-file or ROUTERCFG_PASSWORD.",
        "Если на наклейке роутера есть пароль администратора, передайте его через --password-file или "
        "ROUTERCFG_PASSWORD.",
    ),
    "plan.first-boot.rest": (
        "What else differs is known only after that; these settings will be made so:",
        "Что ещё отличается, станет видно после этого; настройки будут такими:",
    ),
    "plan.cuts": ("While it is written, this pauses: {what}.", "Во время записи прервётся: {what}."),
    "plan.cuts.wifi": ("Wi-Fi", "Wi-Fi"),
    "plan.cuts.wan": ("the internet connection", "интернет"),
    "plan.cuts.session": ("the router's own page", "страница роутера"),
    "plan.cuts.lan": (
        "the whole home network; the router's address changes",
        "вся домашняя сеть; адрес роутера сменится",
    ),
    "plan.cuts.reboot": ("everything, for the router restarts", "всё, потому что роутер перезагрузится"),
    "plan.remarks": ("Note:", "Обратите внимание:"),
    "plan.gaps": ("This router cannot do:", "Этого роутер не умеет:"),
    "plan.uncertain": ("not told by the router, sent along", "роутер не сообщает, отправим заодно"),
    # values
    "value.secret": ("(secret)", "(секрет)"),
    "value.secret-changes": ("(secret) changes", "(секрет) сменится"),
    "value.hidden": ("(hidden by the router)", "(роутер не показывает)"),
    "value.nothing": ("—", "—"),
    "value.yes": ("yes", "да"),
    "value.no": ("no", "нет"),
    "value.automatic": ("automatic", "автоматически"),
    # progress
    "progress.looking": ("Looking for the router…", "Ищу роутер…"),
    "progress.trying": ("  trying {address}", "  пробую {address}"),
    "progress.found": ("Found: {router}", "Нашёл: {router}"),
    "progress.is": ("It is {router}", "Это {router}"),
    "progress.host-key": (
        "The router's SSH key is {fingerprint}; it is kept, and another one will be refused.",
        "Ключ SSH роутера: {fingerprint}; он запомнен, другой принят не будет.",
    ),
    "progress.host-key-new": (
        "The router was reset and has a new SSH key: {fingerprint}; it is kept in place of the old one.",
        "Роутер сбросили, у него новый ключ SSH: {fingerprint}; он запомнен вместо прежнего.",
    ),
    "progress.https": (
        "The router offers a protected connection; going on at {address}.",
        "У роутера есть защищённое соединение; продолжаю через {address}.",
    ),
    "progress.https-gone": (
        "The router used to offer a protected connection at {address} and does not now; going on without.",
        "Раньше у роутера было защищённое соединение ({address}), сейчас его нет; продолжаю без него.",
    ),
    "progress.certificate": (
        "The router's certificate is {fingerprint}; it is kept, and another one will be refused.",
        "Сертификат роутера: {fingerprint}; он запомнен, другой принят не будет.",
    ),
    "progress.certificate-new": (
        "The router was reset and has a new certificate: {fingerprint}; it is kept in place of the old one.",
        "Роутер сбросили, у него новый сертификат: {fingerprint}; он запомнен вместо прежнего.",
    ),
    "progress.reading": ("Logging in and reading the settings…", "Вхожу и читаю настройки…"),
    "progress.first-boot": ("Setting the first administrator password…", "Задаю первый пароль администратора…"),
    "progress.step": ("[{number}/{count}] Writing: {what}…", "[{number}/{count}] Записываю: {what}…"),
    "progress.restart": (
        "[{number}/{count}] Restarting the router, if it asks for that…",
        "[{number}/{count}] Перезагружаю роутер, если он этого просит…",
    ),
    "progress.settling": (
        "  waiting for the router to settle ({seconds} s at most)…",
        "  жду, пока роутер применит настройки (не дольше {seconds} с)…",
    ),
    "progress.lost": (
        "The answer was lost. Finding the router again to see what it did…",
        "Ответ потерялся. Ищу роутер снова, чтобы узнать, что он сделал…",
    ),
    "progress.rejoin": ("  waiting for the router to answer…", "  жду, пока роутер ответит…"),
    "progress.moved": ("The router moved to {address}.", "Адрес роутера сменился на {address}. Это нормально."),
    "progress.verify": ("Reading back to verify…", "Читаю обратно для проверки…"),
    "progress.rollback": ("Putting the old settings back…", "Возвращаю прежние настройки…"),
    "progress.unplug": ("Do not switch the router off.", "Не выключайте роутер из розетки."),
    "progress.leaving": ("Stopping; logging out…", "Останавливаюсь, выхожу из роутера…"),
    "output.unwritten": (
        "The result could not be written to the output (disk full?).",
        "Не удалось записать результат (нет места на диске?).",
    ),
    "progress.stopping": (
        "Stopping safely; please wait for the old settings to be put back.",
        "Останавливаюсь безопасно; подождите, пока вернутся прежние настройки.",
    ),
    # questions
    "ask.apply": ("Write these changes to the router?", "Записать эти изменения в роутер?"),
    "ask.declined": ("Nothing was changed.", "Ничего не изменено."),
    # verdicts
    "verdict.head": ("Read back:", "Прочитано обратно:"),
    "verdict.matched": ("as wished", "как задано"),
    "verdict.differs": (
        "DIFFERS: wished {wanted}, the router has {found}",
        "ОТЛИЧАЕТСЯ: задано {wanted}, в роутере {found}",
    ),
    "verdict.cannot-tell": ("cannot tell: the router hides it", "не проверить: роутер не показывает"),
    "verdict.done": (
        "Done: all {count} settings are in the router and verified.",
        "Готово: все настройки ({count}) записаны в роутер и проверены.",
    ),
    "verdict.done-but": (
        "Done: {count} settings verified, {hidden} cannot be told.",
        "Готово: проверено настроек — {count}, не проверить — {hidden}.",
    ),
    "verdict.skipped": ("Skipped because this router cannot do it:", "Пропущено, потому что роутер этого не умеет:"),
    "error.left": ("Not as it was before; it was:", "Не так, как было; было так:"),
    "error.word": ("Error", "Ошибка"),
    "error.todo": ("What to do", "Что делать"),
    "error.because": ("Reason", "Причина"),
    "warning.telnet": (
        "telnet is not encrypted: whoever listens on the way to the router can read its password and all keys.",
        "telnet не шифруется: пароль роутера и все ключи может прочитать любой, кто слушает линию до роутера.",
    ),
    "warning.ssh-left-on": (
        "SSH could not be switched off again; do it on the router's page at {address} (Administration, System).",
        "выключить SSH обратно не удалось; сделайте это на странице роутера {address} (Администрирование, Система).",
    ),
    "warning.word": ("Warning", "Предупреждение"),
    # profiles and simulators
    "profile.good": ("{file}: good", "{file}: всё верно"),
    "profile.written": ("Written: {file}", "Записано: {file}"),
    "profile.exists": (
        "{file} exists already and is left as it is; choose another name.",
        "{file} уже есть и оставлен как был; выберите другое имя.",
    ),
    "profile.needs-terminal": (
        "profile new asks questions and needs a terminal.",
        "profile new задаёт вопросы, для него нужен терминал.",
    ),
    "simulate.unknown": (
        "No simulated model “{name}”. There are: {models}",
        "Нет такой модели: «{name}». Есть: {models}",
    ),
    "simulate.needs-model": (
        "Name a model, or use --list to see them.",
        "Назовите модель; список моделей — с ключом --list.",
    ),
    "simulate.bad-listen": (
        "--listen takes HOST:PORT with a loopback host, such as 127.0.0.1:0.",
        "--listen принимает АДРЕС:ПОРТ на этой же машине, например 127.0.0.1:0.",
    ),
    "usage.address": (
        "--address takes a host, host:port, or an http(s), ssh or telnet URL without a path.",
        "--address принимает имя или адрес, адрес:порт или адрес с http(s), ssh или telnet без пути.",
    ),
    "usage.address-via": (
        "--address {scheme}://… and --via {via} contradict each other; leave one of them out.",
        "--address {scheme}://… и --via {via} противоречат друг другу: оставьте что-нибудь одно.",
    ),
    "usage.enable-ssh": (
        "--enable-ssh goes over the web and then over SSH; leave --via {via} out.",
        "--enable-ssh работает через веб, а затем через SSH; уберите --via {via}.",
    ),
    "usage.password-file": ("Cannot read the password file {file}.", "Не читается файл с паролем {file}."),
    "usage.password": (
        "The password is not valid UTF-8 text.",
        "Пароль содержит недопустимые символы (нужен текст в UTF-8).",
    ),
    "usage.no-such-option": ("No such option: {name}", "Нет такого ключа: {name}"),
    "usage.no-such-command": ("No such command: {name}", "Нет такой команды: {name}"),
    "usage.missing": ("Missing: {name}", "Не хватает: {name}"),
    "usage.bad-value": ("{name} does not take this value", "{name} не принимает такое значение"),
    "simulate.cannot": ("The simulated router cannot start: {reason}", "Учебный роутер не запускается: {reason}"),
    "usage.timeout": (
        "--timeout takes a number of seconds above zero.",
        "--timeout принимает число секунд больше нуля.",
    ),
    "record.listening": ("Listening to what it says before login…", "Слушаю, что он говорит до входа…"),
    "record.no-password": (
        "No password was given, so only what the router says before login is recorded.",
        "Пароль не задан, поэтому записано только то, что роутер говорит до входа.",
    ),
    "record.factory": (
        "The router waits for its first set-up, so only what it says before login is recorded.",
        "Роутер ждёт первой настройки, поэтому записано только то, что он говорит до входа.",
    ),
    "record.saved": ("Recorded: {folder}", "Записано: {folder}"),
    "record.send": (
        "Passwords, network names, addresses and serial numbers are replaced. Look through the files before you send "
        "the folder.",
        "Пароли, имена сетей, адреса и серийные номера заменены. Просмотрите файлы, прежде чем отправить папку.",
    ),
    "record.lost": (
        "Replacing them cost the meaning of: {paths}",
        "При замене потерялся смысл настроек: {paths}",
    ),
    "record.exists": (
        "{folder} is there already and is left as it is; choose another name with --output.",
        "{folder} уже есть и оставлена как была; выберите другое имя с ключом --output.",
    ),
    "record.cannot": ("{folder} cannot be written: {reason}", "Папку {folder} не записать: {reason}"),
    "demo.head": (
        "Two simulated routers, fresh from a power surge: {models}",
        "Два учебных роутера после скачка напряжения: {models}",
    ),
    "demo.first": ("First run on {model}:", "Первый запуск на {model}:"),
    "demo.second": (
        "The same again on {model}; nothing should be left to do:",
        "То же ещё раз на {model}; делать должно быть нечего:",
    ),
    "demo.done": (
        "Both routers are set up and verified; the simulators are stopped.",
        "Оба роутера настроены и проверены; учебные роутеры остановлены.",
    ),
    # what a write is about
    "group.wan": ("internet connection", "подключение к интернету"),
    "group.dns": ("DNS", "DNS"),
    "group.wifi": ("Wi-Fi", "Wi-Fi"),
    "group.band": ("Wi-Fi {band}", "Wi-Fi {band}"),
    "group.lan": ("home network", "домашняя сеть"),
    "group.iptv": ("TV box", "ТВ-приставка"),
    "group.admin": ("administrator's password", "пароль администратора"),
    "group.time": ("time zone", "часовой пояс"),
    # plain names of the leaves
    "leaf.wan.protocol": ("connection type", "тип подключения"),
    "leaf.wan.username": ("provider login", "логин провайдера"),
    "leaf.wan.password": ("provider password", "пароль провайдера"),
    "leaf.wan.server": ("VPN server", "VPN-сервер"),
    "leaf.wan.service_name": ("PPPoE service name", "имя службы PPPoE"),
    "leaf.wan.address": ("WAN address", "адрес WAN"),
    "leaf.wan.mask": ("WAN mask", "маска WAN"),
    "leaf.wan.gateway": ("WAN gateway", "шлюз WAN"),
    "leaf.wan.mtu": ("WAN MTU", "MTU"),
    "leaf.wan.mac": ("WAN MAC address", "MAC-адрес WAN"),
    "leaf.wan.secondary": ("second connection", "вторичное подключение"),
    "leaf.wan.vlan": ("internet VLAN", "VLAN интернета"),
    "leaf.dns.servers": ("DNS of the router", "DNS роутера"),
    "leaf.dns.clients": ("DNS for devices at home", "DNS для домашних устройств"),
    "leaf.wifi.country": ("Wi-Fi country", "страна Wi-Fi"),
    "leaf.wifi.enabled": ("Wi-Fi {band} on", "Wi-Fi {band} включён"),
    "leaf.wifi.ssid": ("Wi-Fi {band} name", "Wi-Fi {band} имя сети"),
    "leaf.wifi.security": ("Wi-Fi {band} security", "Wi-Fi {band} защита"),
    "leaf.wifi.password": ("Wi-Fi {band} password", "Wi-Fi {band} пароль"),
    "leaf.wifi.hidden": ("Wi-Fi {band} hidden", "Wi-Fi {band} скрыт"),
    "leaf.wifi.channel": ("Wi-Fi {band} channel", "Wi-Fi {band} канал"),
    "leaf.wifi.width": ("Wi-Fi {band} width, MHz", "Wi-Fi {band} ширина, МГц"),
    "leaf.lan.address": ("router's own address", "адрес роутера"),
    "leaf.lan.mask": ("home network mask", "маска домашней сети"),
    "leaf.lan.dhcp.enabled": ("addresses handed out", "раздача адресов"),
    "leaf.lan.dhcp.first": ("first address handed out", "первый адрес раздачи"),
    "leaf.lan.dhcp.last": ("last address handed out", "последний адрес раздачи"),
    "leaf.iptv.mode": ("TV box", "ТВ-приставка"),
    "leaf.iptv.port": ("TV box port", "порт ТВ-приставки"),
    "leaf.iptv.internet.priority": ("internet VLAN priority", "приоритет VLAN интернета"),
    "leaf.iptv.iptv.id": ("TV VLAN", "VLAN ТВ"),
    "leaf.iptv.iptv.priority": ("TV VLAN priority", "приоритет VLAN ТВ"),
    "leaf.iptv.voip.id": ("phone VLAN", "VLAN телефона"),
    "leaf.iptv.voip.priority": ("phone VLAN priority", "приоритет VLAN телефона"),
    "leaf.admin.username": ("administrator's name", "имя администратора"),
    "leaf.admin.password": ("administrator's password", "пароль администратора"),
    "leaf.time.zone": ("time zone", "часовой пояс"),
}
