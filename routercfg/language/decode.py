"""What ``decode`` says of a file: which layout it has, what is wrong with it, what a person should know of it."""

_ERRORS: dict[str, tuple[str, str]] = {
    "error.file-unknown": (
        "{file} has none of the layouts this tool knows{detail}.",
        "Файл {file} не похож ни на один известный формат{detail}.",
    ),
    "error.file-unknown.next": (
        "Known are: ASUS Settings_*.CFG; TP-Link config.bin and conf.bin (DES), backup-*.bin (AES) except those sealed "
        "with a key of the unit's own or with a password; OpenWrt's backup-*.tar.gz. Download the file from the router "
        "again, or send its model and firmware to the authors.",
        "Известны: ASUS Settings_*.CFG; TP-Link config.bin и conf.bin (DES), backup-*.bin (AES), кроме закрытых "
        "собственным ключом роутера или паролем; backup-*.tar.gz от OpenWrt. Скачайте файл с роутера ещё раз или "
        "сообщите авторам модель и прошивку.",
    ),
    "error.file-undecodable": (
        "{file} cannot be read as {layout}: {detail}.",
        "Файл {file} не читается как {layout}: {detail}.",
    ),
    "error.file-undecodable.next": (
        "Download the file from the router again, as a file and not as a web page; a file that was cut or changed "
        "must not be given back to a router.",
        "Скачайте файл с роутера ещё раз — именно файлом, а не страницей; обрезанный или изменённый файл нельзя "
        "загружать в роутер.",
    ),
}

_LOOKS: dict[str, tuple[str, str]] = {
    "decode.looks.empty": (": it is empty", ": он пуст"),
    "decode.looks.page": (
        ": it is a web page, perhaps the router's login page",
        ": это веб-страница, возможно, страница входа роутера",
    ),
    "decode.looks.text": (": it is plain text", ": это обычный текст"),
    "decode.looks.large": (": it is larger than {limit} bytes", ": он больше {limit} байт"),
}

_LAYOUTS: dict[str, tuple[str, str]] = {
    "decode.layout.asus-cfg": ("an ASUS settings file", "файл настроек ASUS"),
    "decode.layout.asus-hdr1": ("an ASUS settings file (HDR1, plain)", "файл настроек ASUS (HDR1, открытый)"),
    "decode.layout.asus-hdr2": ("an ASUS settings file (HDR2)", "файл настроек ASUS (HDR2)"),
    "decode.layout.asus-n55u": ("an ASUS settings file (N55U, DSL)", "файл настроек ASUS (N55U, DSL)"),
    "decode.layout.asus-ac55": ("an ASUS settings file (AC55)", "файл настроек ASUS (AC55)"),
    "decode.layout.asus-blue": ("an ASUS settings file (BLUE)", "файл настроек ASUS (BLUE)"),
    "decode.layout.tplink-userrpm": (
        "a TP-Link config.bin (old green pages)",
        "TP-Link config.bin (старый зелёный интерфейс)",
    ),
    "decode.layout.tplink-userrpm-deflated": (
        "a TP-Link config.bin (compressed, Chinese builds)",
        "TP-Link config.bin (сжатый, китайские прошивки)",
    ),
    "decode.layout.tplink-des-xml": ("a TP-Link conf.bin (plain XML)", "TP-Link conf.bin (XML без сжатия)"),
    "decode.layout.tplink-des-lz": ("a TP-Link conf.bin (LZ)", "TP-Link conf.bin (LZ)"),
    "decode.layout.tplink-des-lz-inside": (
        "a TP-Link conf.bin (LZ around the sum)",
        "TP-Link conf.bin (LZ вместе с контрольной суммой)",
    ),
    "decode.layout.tplink-des-lz-length": (
        "a TP-Link conf.bin (LZ with a length)",
        "TP-Link conf.bin (LZ с длиной)",
    ),
    "decode.layout.tplink-des-lz-chunks": (
        "a TP-Link conf.bin in chunks (AC3150 v2)",
        "TP-Link conf.bin частями (AC3150 v2)",
    ),
    "decode.layout.tplink-des-zlib": ("a TP-Link conf.bin (zlib)", "TP-Link conf.bin (zlib)"),
    "decode.layout.tplink-des-firmware": (
        "a default configuration out of TP-Link firmware",
        "файл настроек по умолчанию из прошивки TP-Link",
    ),
    "decode.layout.tplink-conf-xml": ("the text of a TP-Link conf.bin", "содержимое TP-Link conf.bin"),
    "decode.layout.tplink-aes-tar": ("a TP-Link backup (AES, archive)", "резервная копия TP-Link (AES, архив)"),
    "decode.layout.tplink-aes-single": (
        "a TP-Link backup (AES, two layers)",
        "резервная копия TP-Link (AES, два слоя)",
    ),
    "decode.layout.tplink-aes-xml": ("a TP-Link backup (AES, one layer)", "резервная копия TP-Link (AES, один слой)"),
    "decode.layout.tplink-aes-parts": (
        "a TP-Link backup of two partitions",
        "резервная копия TP-Link из двух разделов",
    ),
    "decode.layout.tplink-aes-salted": (
        "an old TP-Link backup, sealed under the product's name",
        "старая резервная копия TP-Link, закрытая названием модели",
    ),
    "decode.layout.tplink-uci-xml": ("the text of a TP-Link backup", "содержимое резервной копии TP-Link"),
    "decode.layout.openwrt": ("an OpenWrt backup", "резервная копия OpenWrt"),
}

_DETAILS: dict[str, tuple[str, str]] = {
    "decode.magic": ("it does not begin with one of its marks", "нет положенной отметки в начале"),
    "decode.cut": (
        "it is cut: {told} bytes are due, and there are {found}",
        "он обрезан: должно быть {told} байт, а есть {found}",
    ),
    "decode.more": (
        "after the {told} bytes that are due more follow ({found} in all)",
        "после положенных {told} байт есть ещё что-то (всего {found})",
    ),
    "decode.asus-shift": (
        "the shift in its head is {shift}, and 0 to 29 can be",
        "сдвиг в заголовке — {shift}, а бывает от 0 до 29",
    ),
    "decode.asus-empty": ("there is no setting in it", "в нём нет ни одной настройки"),
    "decode.sum": (
        "the check sum differs; it was cut or changed",
        "контрольная сумма не сходится; файл обрезан или изменён",
    ),
    "decode.size": ("the size it tells cannot be", "указанный в нём размер невозможен"),
    "decode.stream": ("what is packed in it is broken", "сжатые данные повреждены"),
    "decode.zlib": ("what is packed in it is cut or broken", "сжатые данные обрезаны или повреждены"),
    "decode.large": (
        "it would unpack to more than {limit} bytes",
        "в распакованном виде в нём больше {limit} байт",
    ),
    "decode.tar": (
        "the archive in it is cut or broken, or has names that lead outside",
        "архив внутри обрезан, повреждён или содержит пути наружу",
    ),
    "decode.blocks": ("its length is not a whole number of blocks", "его длина не кратна размеру блока"),
    "decode.padding": (
        "it does not end as it must; it was cut or changed, or the router has a key of its own",
        "у него неверный конец: файл обрезан или изменён либо у роутера собственный ключ",
    ),
    "decode.product-wanted": (
        "it opens with the router's product name only; add --product, for example --product “Archer C7”",
        "он открывается только названием модели; добавьте --product, например --product «Archer C7»",
    ),
    "decode.product-wrong": (
        "it does not open with the product name {product}",
        "название модели {product} к нему не подходит",
    ),
    "decode.xml-tag": ("the text in it does not fit together at {name}", "текст внутри нарушен около {name}"),
    "decode.xml-end": ("the text in it stops too early or says nothing", "текст внутри обрывается или пуст"),
    "decode.tplink-chunks": (
        "how this layout is packed is in no source we have",
        "как сжат этот формат, ни в одном нашем источнике не сказано",
    ),
    "decode.openwrt-network": ("there is no etc/config/network in it", "в нём нет etc/config/network"),
}

_NOTES: dict[str, tuple[str, str]] = {
    "decode.head": ("Out of {file}: {layout}", "Из файла {file}: {layout}"),
    "decode.router": ("Router: {name}", "Роутер: {name}"),
    "decode.firmware": ("Firmware: {firmware}", "Прошивка: {firmware}"),
    "decode.note.masked": (
        "this is the masked copy for the vendor's support: its passwords are only x; never give it to a router",
        "это копия для техподдержки: вместо паролей в ней буквы x; не загружайте её в роутер",
    ),
    "decode.note.hashed": (
        "of the administrator's password the file has only a hash",
        "вместо пароля администратора в файле только его хеш",
    ),
    "decode.note.no-account": (
        "the vendor leaves the administrator's account out of these files",
        "производитель не кладёт пароль администратора в такие файлы",
    ),
    "decode.note.defaults": (
        "this file leaves out what is at the vendor's default, so it is not shown",
        "значений по умолчанию в этом файле нет, поэтому они не показаны",
    ),
    "decode.note.native-only": (
        "for most words of this file no source says what they mean; see them with --native",
        "значение большинства слов этого файла не описано в источниках; посмотреть их: --native",
    ),
    "decode.note.members": ("it also holds: {names}", "кроме того, в нём: {names}"),
    "decode.note.jffs": (
        "a block of JFFS files follows ({size} bytes), which is not decoded",
        "дальше идёт блок файлов JFFS ({size} байт), он не разобран",
    ),
    "decode.note.unproven-key": (
        "it opened with a key that is only claimed for {models}",
        "он открылся ключом, который лишь предположительно относится к {models}",
    ),
    "decode.left-out": ("Left out, since no profile may have it:", "Опущено, потому что в профиле так нельзя:"),
    "decode.unreadable": ("Cannot read the file {file}.", "Не читается файл {file}."),
}

DECODE: dict[str, tuple[str, str]] = {**_ERRORS, **_LOOKS, **_LAYOUTS, **_DETAILS, **_NOTES}
