"""What ``backup`` and ``backups`` say."""

_OTHER = ("Choose another one: routercfg backups list", "Выберите другую: routercfg backups list")

_ERRORS: dict[str, tuple[str, str]] = {
    "error.backup-damaged": (
        "The backup {file} is damaged (part: {member}): {detail}.",
        "Резервная копия {file} повреждена (часть: {member}): {detail}.",
    ),
    "error.backup-damaged.next": _OTHER,
    "error.backup-newer": (
        "The backup {file} was written by a later version of routercfg.",
        "Резервная копия {file} создана более новой версией routercfg.",
    ),
    "error.backup-newer.next": ("Update routercfg.", "Обновите routercfg."),
    "error.backup-sealed": (
        "The backup {file} is sealed, and no passphrase was given.",
        "Резервная копия {file} закрыта паролем, а пароль не указан.",
    ),
    "error.backup-sealed.next": (
        "Put the passphrase into a file and add --passphrase-file FILE, or set ROUTERCFG_PASSPHRASE.",
        "Запишите пароль копии в файл и добавьте --passphrase-file ФАЙЛ либо задайте ROUTERCFG_PASSPHRASE.",
    ),
    "error.passphrase-wrong": (
        "The passphrase does not open {file} (or the beginning of that file was changed).",
        "Этот пароль не открывает {file} (или начало файла изменено).",
    ),
    "error.passphrase-wrong.next": (
        "Try the passphrase that held when the backup was taken. Nobody can open it without.",
        "Укажите пароль, который был задан при создании копии. Без него открыть её не может никто.",
    ),
    "error.backup-foreign": (
        "The backup {file} is of another router: {whose}, not {wanted}.",
        "Резервная копия {file} — от другого роутера: {whose}, а не {wanted}.",
    ),
    "error.backup-foreign.next": _OTHER,
    "error.backup-absent": (
        "There is no backup {name}, or it cannot be read.",
        "Резервной копии {name} нет, или она не читается.",
    ),
    "error.backup-absent.next": (
        "See what there is: routercfg backups list; or take one: routercfg backup",
        "Посмотрите, что есть: routercfg backups list; или создайте копию: routercfg backup",
    ),
    "error.backup-ambiguous": (
        "{name} may mean a backup of several routers: {routers}.",
        "{name} подходит к копиям нескольких роутеров: {routers}.",
    ),
    "error.backup-ambiguous.next": (
        "Say which router: --router NAME",
        "Укажите роутер: --router ИМЯ",
    ),
    "error.backup-unwritten": (
        "The backup could not be written to {file}: {reason}.",
        "Не удалось записать резервную копию в {file}: {reason}.",
    ),
    "error.backup-unwritten.next": (
        "Make room or choose another place (--output FILE), then repeat.",
        "Освободите место или выберите другое (--output ФАЙЛ) и повторите.",
    ),
}

_DAMAGE: dict[str, tuple[str, str]] = {
    "backup.bad.none": ("it is no backup of routercfg", "это не резервная копия routercfg"),
    "backup.bad.cut": ("it is cut", "файл обрезан"),
    "backup.bad.frame": (
        "what stands around the parts was changed, cut or added to",
        "служебные данные вокруг частей изменены, обрезаны или дополнены",
    ),
    "backup.bad.large": ("it is larger than {limit} bytes", "размер больше {limit} байт"),
    "backup.bad.manifest": (
        "the list of parts was changed or cannot be read",
        "список частей изменён или не читается",
    ),
    "backup.bad.missing": ("this part is missing", "этой части нет"),
    "backup.bad.stranger": ("this part does not belong there", "эта часть лишняя"),
    "backup.bad.sum": ("its check sum differs; it was changed", "контрольная сумма не сходится; часть изменена"),
    "backup.bad.meaning": ("it says what no backup may say", "в ней недопустимые данные"),
    "backup.bad.exchanged": (
        "it is another backup than its name says",
        "это другая копия, не та, что указана в имени файла",
    ),
    "backup.bad.written": (
        "what was written there does not read back",
        "записанное там не читается обратно",
    ),
    "backup.bad.seal": (
        "the seal is cut, changed, or not one made with a passphrase",
        "шифрованная оболочка обрезана, изменена или закрыта не паролем",
    ),
    "backup.bad.heavy": (
        "opening its seal would take more memory or time than this computer should give",
        "чтобы её открыть, нужно больше памяти или времени, чем допустимо на этом компьютере",
    ),
}

_WORDS: dict[str, tuple[str, str]] = {
    "backup.profile.head": ("Backup of {name}, taken {time}", "Резервная копия {name}, создана {time}"),
    "backup.profile.known": (
        "{path}: hidden by the router; this is what was applied",
        "{path}: роутер не показывает; здесь значение, которое было задано",
    ),
    "backup.profile.left": (
        "{path}: left out, since no profile may have it: {why}",
        "{path}: опущено, в профиле так нельзя: {why}",
    ),
    "backup.reading": ("Reading everything …", "Читаю все настройки …"),
    "backup.taken": ("A backup is in {file}", "Резервная копия: {file}"),
    "backup.own-missing": (
        "The router's own settings file could not be fetched ({why}); the backup is without it.",
        "Не удалось скачать собственный файл настроек роутера ({why}); копия сохранена без него.",
    ),
    "backup.own-odd": (
        "The router's own settings file is kept, but cannot be checked: {why}",
        "Собственный файл настроек роутера сохранён, но проверить его нельзя: {why}",
    ),
    "reason.no-settings-file": (
        "instead of a settings file something else came (status {status})",
        "вместо файла настроек пришло что-то другое (код {status})",
    ),
    "backup.open": (
        "The file is not sealed. It holds the passwords of provider, Wi-Fi and router in clear; only your user can "
        "read it. To seal it: --passphrase-file FILE",
        "Файл не зашифрован. В нём открыто лежат пароли провайдера, Wi-Fi и роутера; прочитать его может только ваша "
        "учётная запись. Чтобы зашифровать: --passphrase-file ФАЙЛ",
    ),
    "backup.sealed": (
        "Sealed. Without the passphrase nobody opens it, not even you.",
        "Зашифровано. Без пароля копию не откроет никто, даже вы.",
    ),
    "backup.exists": (
        "{file} is there already and is not overwritten.",
        "Файл {file} уже есть, перезаписывать его нельзя.",
    ),
    "backup.passphrase-file": (
        "The passphrase cannot be read from {file}, or it is empty.",
        "Не удалось прочитать пароль копии из {file}, или он пуст.",
    ),
    "backup.passphrase": (
        "ROUTERCFG_PASSPHRASE is no UTF-8 text.",
        "В ROUTERCFG_PASSPHRASE не текст UTF-8.",
    ),
    "backup.hidden": (
        "The router does not show these, and no profile told them (--profile): {paths}",
        "Роутер их не показывает, и профиль (--profile) не указан: {paths}",
    ),
    "backup.head": ("{name}, firmware {firmware}", "{name}, прошивка {firmware}"),
    "backup.line.taken": ("taken {time} ({clock})", "создана {time} ({clock})"),
    "backup.clock.synchronised": ("clock set by a time server", "часы сверены с сервером времени"),
    "backup.clock.unchecked": ("clock not checked", "часы не проверены"),
    "backup.clock.behind": ("the clock was wrong", "часы были неверны"),
    "backup.line.who": ("MAC {mac}, serial number {serial}", "MAC {mac}, серийный номер {serial}"),
    "backup.line.own": ("the router's own file: {name}, {size} bytes", "собственный файл роутера: {name}, {size} байт"),
    "backup.line.own-none": ("without the router's own file", "без собственного файла роутера"),
    "backup.line.known": (
        "from the profile that was applied, since the router hides it: {paths}",
        "из применённого профиля, потому что роутер не показывает: {paths}",
    ),
    "backup.line.file": ("made of a vendor's settings file", "создана из файла настроек производителя"),
    "backups.none": ("There are no backups in {folder}.", "В {folder} нет резервных копий."),
    "backups.sealed": ("sealed", "зашифрована"),
    "backups.came": ("imported", "импортирована"),
    "backups.out-of-order": ("clock was wrong", "часы были неверны"),
    "backups.good": ("{file}: good", "{file}: в порядке"),
    "backups.seal-unopened": (
        "{file}: sealed, not checked (no passphrase)",
        "{file}: зашифрована, не проверена (нет пароля)",
    ),
    "backups.verified": (
        "{good} good, {bad} damaged, {closed} not opened",
        "в порядке: {good}, повреждены: {bad}, не открыты: {closed}",
    ),
    "backups.some-bad": ("{bad} of {count} backups are damaged", "повреждены копии: {bad} из {count}"),
    "backups.same": ("No difference in {count} settings.", "Различий нет, сравнено настроек: {count}."),
    "backups.differ": ("{count} settings differ:", "Различаются настройки ({count}):"),
    "backups.cannot-tell": (
        "One side hides these, so nobody can tell: {paths}",
        "Одна из сторон не показывает, сравнить нельзя: {paths}",
    ),
    "backups.pruned": ("Deleted: {gone}. Kept: {kept}.", "Удалено: {gone}. Оставлено: {kept}."),
    "backups.would-prune": (
        "Would be deleted: {gone}. Kept: {kept}. Nothing was deleted; to delete, add --yes.",
        "Было бы удалено: {gone}. Осталось бы: {kept}. Ничего не удалено; чтобы удалить, добавьте --yes.",
    ),
    "backups.damaged-kept": (
        "{file} is damaged; it is not counted and not deleted.",
        "{file} повреждена; она не учтена и не удалена.",
    ),
    "backups.keep-number": ("--last must be 1 or more, --days 0 or more.", "--last не меньше 1, --days не меньше 0."),
    "backups.exported": ("Written: {file}", "Записано: {file}"),
    "backups.no-own": (
        "This backup has no file of the router's own.",
        "В этой копии нет собственного файла роутера.",
    ),
    "backups.imported": ("Imported: {file}", "Импортировано: {file}"),
    "backups.already": ("It is there already: {file}", "Уже есть: {file}"),
    "backups.router-name": ("{name} is no name of a router's folder.", "{name} — не имя папки роутера."),
}

BACKUP: dict[str, tuple[str, str]] = {**_ERRORS, **_DAMAGE, **_WORDS}
