"""What happened and what to do next, for every error class.

``error.KEY`` says what happened, ``error.KEY.next`` what to do.
"""

ERRORS: dict[str, tuple[str, str]] = {
    "error.fault": (
        "routercfg itself went wrong: {detail}",
        "Ошибка в самой программе routercfg: {detail}",
    ),
    "error.fault.next": (
        "Nothing you did is to blame. Run the command again with -v and send what it prints to the authors.",
        "Вы ни в чём не виноваты. Запустите команду ещё раз с ключом -v и пришлите вывод авторам.",
    ),
    "error.usage": ("{detail}", "{detail}"),
    "error.usage.next": ("See: {command} --help", "Справка: {command} --help"),
    "error.profile-invalid": (
        "The profile has {count} fault(s); no router was touched.",
        "Ошибок в профиле: {count}. Роутер не тронут.",
    ),
    "error.profile-invalid.next": (
        "Correct the lines named above and run: routercfg profile validate {file}",
        "Исправьте указанные строки и проверьте: routercfg profile validate {file}",
    ),
    "error.first-password-missing": (
        "This router is in factory state and wants a first administrator password, and the profile has none.",
        "Роутер сброшен и ждёт первый пароль администратора, а в профиле его нет.",
    ),
    "error.first-password-missing.next": (
        "Add admin.password to the profile or to a --values file; nothing was changed.",
        "Добавьте admin.password в профиль или в файл для --values; роутер не тронут.",
    ),
    "error.router-refuses": (
        "Nothing accepts connections at {address}.",
        "По адресу {address} никто не принимает соединения.",
    ),
    "error.router-refuses.next": (
        "Check that the router is on, that the cable is in a LAN port, and that the address is right.{hint}",
        "Проверьте, включён ли роутер, вставлен ли кабель в разъём LAN и верен ли адрес.{hint}",
    ),
    "error.router-silent": (
        "{address} does not answer (waited {seconds} s).",
        "{address} не отвечает (ждали {seconds} с).",
    ),
    "error.router-silent.next": (
        "Switch the router off for ten seconds and on again, wait two minutes, and repeat the command.",
        "Выключите роутер на десять секунд, включите, подождите две минуты и повторите команду.",
    ),
    "error.connection-lost": (
        "{address} closed the connection in the middle of an answer.",
        "{address} оборвал соединение посреди ответа.",
    ),
    "error.connection-lost.next": (
        "Check the cable and the power supply and repeat the command; it reads first and writes only what differs.",
        "Проверьте кабель и питание и повторите команду: она сначала читает и пишет только то, что отличается.",
    ),
    "error.no-router-found": (
        "No router was found at the usual addresses ({tried}).",
        "Роутер не нашёлся по обычным адресам ({tried}).",
    ),
    "error.no-router-found.next": (
        "Check: 1) the power lamp is on; 2) the cable from this computer is in a LAN port. "
        "If you know the router's address, pass --address.",
        "Проверьте: 1) горит ли лампочка питания; 2) вставлен ли кабель от компьютера в разъём LAN. "
        "Если знаете адрес роутера, укажите --address.",
    ),
    "error.certificate-untrusted": (
        "{address} shows another certificate than the expected one (SHA-256 {fingerprint}).",
        "{address} показывает не тот сертификат, который ожидался (SHA-256 {fingerprint}).",
    ),
    "error.certificate-untrusted.next": (
        "Routers sign their own. If you are on a cable to the router itself, accept this one: "
        "--fingerprint {fingerprint}",
        "Роутеры подписывают их сами. Если вы подключены к роутеру кабелем, примите его: --fingerprint {fingerprint}",
    ),
    "error.host-key-untrusted": (
        "{address} shows another SSH key than the expected one ({fingerprint}).",
        "{address} показывает не тот ключ SSH, который ожидался ({fingerprint}).",
    ),
    "error.host-key-untrusted.next": (
        "Every router makes its own key, and a new one after a reset. If you are on a cable to the router itself, "
        "accept this one: --fingerprint {fingerprint}",
        "Каждый роутер создаёт ключ сам, а после сброса — новый. Если вы подключены к роутеру кабелем, примите его: "
        "--fingerprint {fingerprint}",
    ),
    "error.pin-changed": (
        "This router ({router}) shows another key than before. Before: {known}. Now: {seen}. Nothing was sent to it.",
        "Этот роутер ({router}) показывает не тот ключ, что раньше. Раньше: {known}. Сейчас: {seen}. "
        "Ему ничего не отправлено.",
    ),
    "error.pin-changed.next": (
        "A router makes a new key when it is reset, gets other firmware, or is replaced; it can also be somebody else "
        "in between. If it was reset, repeat with --accept-new-key; if you are on a cable to the router itself and "
        "know why the key is new: --fingerprint {seen}",
        "Роутер создаёт новый ключ после сброса, смены прошивки или замены; но это может быть и кто-то посторонний. "
        "Если роутер сбросили, повторите с --accept-new-key; если вы подключены к нему кабелем и знаете, почему ключ "
        "новый: --fingerprint {seen}",
    ),
    "error.pins-unreadable": (
        "The file with the keys of known routers cannot be read: {file}.",
        "Не удаётся прочитать файл с ключами известных роутеров: {file}.",
    ),
    "error.pins-unreadable.next": (
        "Look at the file, or move it away: then the next key of every router is taken for its first.",
        "Проверьте файл или уберите его: тогда следующий ключ каждого роутера будет принят как первый.",
    ),
    "error.not-recognised": (
        "What answers at {address} is not a router this tool knows ({seen}).",
        "По адресу {address} отвечает не тот роутер, который знает программа ({seen}).",
    ),
    "error.not-recognised.next": (
        "See SUPPORTED.md for the models. If this is one of them, check the address; nothing was changed. If it is "
        "not, routercfg record saves what it says as a folder that can be sent to the authors.",
        "Список моделей — в SUPPORTED.md. Если ваша модель там есть, проверьте адрес; ничего не изменено. Если нет, "
        "routercfg record запишет, что отвечает роутер, в папку, которую можно отправить авторам.",
    ),
    "error.provider-terminal": (
        "This is the provider's terminal ({seen}), not a router: the cable is in the wrong box.",
        "Это терминал провайдера ({seen}), а не роутер: кабель вставлен не в ту коробку.",
    ),
    "error.provider-terminal.next": (
        "Plug the computer into a LAN port of the TP-Link or ASUS router and repeat the command.",
        "Вставьте кабель от компьютера в разъём LAN роутера TP-Link или ASUS и повторите команду.",
    ),
    "error.vendor-mismatch": (
        "{address} is a router of {seen}, not of {wanted} as --vendor says.",
        "По адресу {address} роутер {seen}, а не {wanted}, как сказано в --vendor.",
    ),
    "error.vendor-mismatch.next": (
        "Leave --vendor out, or check the address; no password was sent.",
        "Уберите --vendor или проверьте адрес; пароль не отправлялся.",
    ),
    "error.foreign-redirect": (
        "{address} sends us on to another host ({target}); we do not follow and give no password there.",
        "{address} отправляет на чужой адрес ({target}); мы туда не идём и пароль не отдаём.",
    ),
    "error.foreign-redirect.next": (
        "Something stands between you and the router (a captive page, a proxy, a VPN). "
        "Switch it off, or pass --address.",
        "Между вами и роутером что-то стоит (страница входа, прокси, VPN). Отключите это или укажите --address.",
    ),
    "error.bad-answer": (
        "The router gave an answer that makes no sense here ({page}: {detail}).",
        "Роутер дал непонятный ответ ({page}: {detail}).",
    ),
    "error.bad-answer.next": (
        "Restart the router and repeat the command. If it happens again, its firmware is not one this tool knows.",
        "Перезагрузите роутер и повторите команду. Если не поможет, эта прошивка программе не знакома.",
    ),
    "error.wrong-mode": (
        "The router works as “{mode}”, not as a router: WAN settings do not exist in that mode.",
        "Роутер работает в режиме «{mode}», а не как роутер: настроек WAN в этом режиме нет.",
    ),
    "error.wrong-mode.next": (
        "Switch it to router mode in its web page, then repeat the command.",
        "Переключите его в режим роутера на его странице и повторите команду.",
    ),
    "error.still-factory": (
        "This router is in factory state: it has no settings to show before its first set-up.",
        "Роутер сброшен и ещё не настроен: показывать пока нечего.",
    ),
    "error.still-factory.next": (
        "Set it up with: routercfg apply PROFILE. No password was tried.",
        "Настройте его: routercfg apply ПРОФИЛЬ. Пароль не пробовали.",
    ),
    "error.unsupported": (
        "This router cannot do {count} of the settings in the profile. {state}",
        "Этот роутер не умеет часть настроек из профиля ({count}). {state}",
    ),
    "error.unsupported.next": (
        "Take these settings out of the profile, or pass --skip-unsupported to do the rest.",
        "Уберите эти настройки из профиля или добавьте --skip-unsupported, чтобы сделать остальное.",
    ),
    "error.wrong-password": (
        "The router refused the administrator's password{left}.",
        "Роутер не принял пароль администратора{left}.",
    ),
    "error.wrong-password.next": (
        "It was tried once only. It is the password of the router's own page, not of Wi-Fi and not of the contract; "
        "letters are Latin, capitals count.",
        "Пароль пробовали только один раз. Нужен пароль от страницы роутера, не от Wi-Fi и не из договора; "
        "буквы латинские, большие и маленькие различаются.",
    ),
    "error.password-missing": (
        "The router wants the administrator's password, and none was given.",
        "Роутер просит пароль администратора, а он не указан.",
    ),
    "error.password-missing.next": (
        "Set ROUTERCFG_PASSWORD, pass --password-file, or write admin.password in the profile.",
        "Задайте ROUTERCFG_PASSWORD, укажите --password-file или впишите admin.password в профиль.",
    ),
    "error.locked-out": (
        "The router takes no passwords for now: there were too many wrong ones{wait}.",
        "Роутер сейчас не принимает пароли: было слишком много неверных попыток{wait}.",
    ),
    "error.locked-out.next": (
        "Wait that long, or switch the router off and on. Do not try passwords meanwhile: each try can prolong it.",
        "Подождите или выключите и включите роутер. Не подбирайте пароль: каждая попытка может продлить запрет.",
    ),
    "error.locked-for-good": (
        "The router takes no passwords any more: there were too many wrong ones, and this model never forgets them.",
        "Роутер больше не принимает пароли: было слишком много неверных попыток, и эта модель их не забывает.",
    ),
    "error.locked-for-good.next": (
        "Only a reset opens it: hold the Reset button for ten seconds, then set the router up again.",
        "Поможет только сброс: держите кнопку Reset десять секунд, потом настройте роутер заново.",
    ),
    "error.label-password": (
        "The router was reset and wants the password printed on its label before it can be set up.",
        "Роутер сброшен и перед настройкой просит пароль, напечатанный на его наклейке.",
    ),
    "error.label-password.next": (
        "Read the password on the label under the router and give it with --password-file or ROUTERCFG_PASSWORD; the "
        "profile's admin.password takes its place. Switch the router off and on first: after wrong passwords it may "
        "ask for a picture code.",
        "Прочитайте пароль на наклейке под роутером и укажите его через --password-file или ROUTERCFG_PASSWORD; потом "
        "его заменит admin.password из профиля. Сначала выключите и включите роутер: после неверных паролей он может "
        "попросить код с картинки.",
    ),
    "error.another-administrator": (
        "Another administrator is logged in{who}; the router lets only one in at a time.",
        "На странице роутера уже работает другой администратор{who}; роутер пускает только одного.",
    ),
    "error.another-administrator.next": (
        "Close the router's page in every browser and the vendor's phone app, wait a minute, and repeat the command.",
        "Закройте страницу роутера во всех браузерах и приложение на телефоне, подождите минуту и повторите команду.",
    ),
    "error.captcha": (
        "The router asks for a picture code (captcha) before it takes a password.",
        "Роутер просит ввести код с картинки, прежде чем принять пароль.",
    ),
    "error.captcha.next": (
        "Log in once with a browser, or restart the router, then repeat the command.",
        "Войдите один раз через браузер или перезагрузите роутер и повторите команду.",
    ),
    "error.session-lost": (
        "The router ended our session and did not take us back{why}.",
        "Роутер завершил наш сеанс и не пустил обратно{why}.",
    ),
    "error.session-lost.next": (
        "Close the router's page elsewhere and repeat the command; it reads first and writes only what differs.",
        "Закройте страницу роутера на других устройствах и повторите команду: она пишет только то, что отличается.",
    ),
    "error.setting-refused": (
        "The router refused {page}: {detail}.",
        "Роутер отказался принять «{page}»: {detail}.",
    ),
    "error.setting-refused.next": (
        "The value may be outside what this model permits; correct it in the profile. {state}",
        "Возможно, модель не допускает такого значения; исправьте его в профиле. {state}",
    ),
    "error.rolled-back": (
        "Not everything stuck, so the old settings were put back and checked.",
        "Сохранилось не всё, поэтому прежние настройки возвращены и проверены.",
    ),
    "error.rolled-back.next": (
        "The router is as it was before. See above which settings it dropped or altered.",
        "Роутер в прежнем состоянии. Выше указано, какие настройки он не сохранил или изменил.",
    ),
    "error.rollback-failed": (
        "Not everything stuck, and the old settings could not be put back: a person is needed.",
        "Сохранилось не всё, а прежние настройки вернуть не удалось: нужен человек.",
    ),
    "error.rollback-failed.next": (
        "Do not reset the router. 1) Switch it off for ten seconds and on again, wait two minutes. "
        "2) Run: {command} — it shows what differs now. 3) If that does not help, set what is listed above by hand "
        "on the router's own page.",
        "Не сбрасывайте роутер. 1) Выключите его на десять секунд, включите, подождите две минуты. "
        "2) Запустите: {command} — команда покажет, что отличается. 3) Если не помогло, задайте перечисленное выше "
        "вручную на странице роутера.",
    ),
    "error.router-wiped": (
        "The router fell back to factory state in the middle of the work: its old settings are gone.",
        "Роутер посреди работы сбросился до заводских настроек: прежних настроек в нём больше нет.",
    ),
    "error.router-wiped.next": (
        "Run the same apply again: a router in factory state is set up from the beginning. "
        "If this happens again, its power supply or its memory is failing.",
        "Запустите ту же команду ещё раз: сброшенный роутер настраивается с самого начала. "
        "Если это повторится, неисправен блок питания или память роутера.",
    ),
    "error.backup-unusable": ("The backup cannot be used: {detail}", "Резервная копия не годится: {detail}"),
    "error.backup-unusable.next": (
        "Choose another one: routercfg backups list",
        "Выберите другую: routercfg backups list",
    ),
    "error.router-held": (
        "Another run of routercfg is working on this router ({holder}).",
        "С этим роутером уже работает другой запуск routercfg ({holder}).",
    ),
    "error.router-held.next": (
        "Wait until it has ended, then repeat the command.",
        "Дождитесь, пока он закончит, и повторите команду.",
    ),
    "error.deadline-passed": (
        "The time given for the run ({seconds} s) is over.",
        "Время, отведённое на работу ({seconds} с), вышло.",
    ),
    "error.deadline-passed.next": (
        "Repeat the command with a longer --timeout. {state}",
        "Повторите команду с большим --timeout. {state}",
    ),
    "error.interrupted": ("Interrupted.", "Прервано."),
    "error.interrupted.next": ("{state}", "{state}"),
    "state.untouched": ("Nothing was changed.", "Ничего не изменено."),
    "state.first-password": (
        "Only the first administrator password has been set; nothing else was changed.",
        "Установлен только первый пароль администратора, больше ничего не изменено.",
    ),
    "state.maybe-first-password": (
        "The first administrator password may have been set; nothing else was changed.",
        "Первый пароль администратора мог быть установлен, больше ничего не изменено.",
    ),
    "state.old": (
        "The old settings are back and checked.",
        "Прежние настройки возвращены и проверены.",
    ),
    "state.new": (
        "All new settings had been written and are in place.",
        "Все новые настройки записаны и действуют.",
    ),
    "state.unknown": (
        "The router may hold some of the new settings; run `routercfg plan` to see.",
        "Часть новых настроек могла остаться в роутере; посмотрите командой `routercfg plan`.",
    ),
    "part.left": (" ({count} attempt(s) left)", " (осталось попыток: {count})"),
    "part.wait": ("; it says to wait {seconds} s", "; роутер просит подождать {seconds} с"),
    "part.who": (" ({who})", " ({who})"),
    "part.ssh-off": (
        " SSH is switched off in most routers: leave --via ssh out to use the web page; an ASUS has it switched on "
        "for the run by apply --enable-ssh.",
        " В большинстве роутеров SSH выключен: без --via ssh работа пойдёт через веб-страницу; на ASUS его включит на "
        "время работы apply --enable-ssh.",
    ),
    "part.asus-1": (
        ": it did not see that we are logged in",
        ": он не увидел, что мы вошли",
    ),
    "part.asus-2": (
        ": it does not know the session any more; it may have restarted",
        ": этот сеанс он больше не помнит; возможно, он перезагрузился",
    ),
    "part.asus-5": (
        ": it says that nobody is logged in",
        ": по его словам, никто не вошёл",
    ),
    "part.asus-8": (
        ": it says that we have logged out",
        ": по его словам, мы уже вышли",
    ),
}
