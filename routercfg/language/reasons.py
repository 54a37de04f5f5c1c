"""Why a router cannot do a setting. Each is a piece of a sentence: it begins small and ends without a full stop."""

from __future__ import annotations

from routercfg.language.reasons_cli import REASONS_CLI
from routercfg.language.reasons_objects import REASONS_OBJECTS
from routercfg.language.reasons_openwrt import REASONS_OPENWRT
from routercfg.language.reasons_tplink import TPLINK_REASONS
from routercfg.language.reasons_userrpm import REASONS_USERRPM

_ASUS_REASONS: dict[str, tuple[str, str]] = {
    "reason.no-band": (
        "this router has no {band} radio",
        "у этого роутера нет диапазона {band}",
    ),
    "reason.no-wpa3": (
        "this firmware knows no WPA3, and would leave the network open",
        "эта прошивка не умеет WPA3 и оставила бы сеть открытой",
    ),
    "reason.ssid-letters": (
        "this firmware takes only Latin letters, digits and signs in a network's name",
        "эта прошивка принимает в имени сети только латинские буквы, цифры и знаки",
    ),
    "reason.ssid-quote": (
        "this router takes no quotation mark in a network's name",
        "этот роутер не принимает кавычки в имени сети",
    ),
    "reason.without-security": (
        "it belongs to the security mode, which is left out; the network stays open",
        "он относится к режиму защиты, который пропускается; сеть останется открытой",
    ),
    "reason.open-password": (
        "an open network has no password; name a security mode as well",
        "у открытой сети нет пароля; укажите и режим защиты",
    ),
    "reason.country": (
        "the country is fixed in this router ({country}) and cannot be changed over the web",
        "страна задана в самом роутере ({country}), через веб-интерфейс её не сменить",
    ),
    "reason.mtu-protocol": (
        "this router has an MTU for PPPoE only, not for {protocol}",
        "MTU у этого роутера задаётся только для PPPoE, а не для {protocol}",
    ),
    "reason.not-with-protocol": (
        "the connection type {protocol} has no such setting on this router",
        "у типа подключения {protocol} на этом роутере нет такой настройки",
    ),
    "reason.static-needs-dns": (
        "with a static address the DNS servers must be named (dns.servers)",
        "при статическом адресе нужно указать серверы DNS (dns.servers)",
    ),
    "reason.dns-static": (
        "with a static address there is no provider to take DNS servers from",
        "при статическом адресе серверы DNS взять не у кого",
    ),
    "reason.dns-private": (
        "DNS over TLS is on in this router, so these servers would not be used; switch it off first",
        "в роутере включён DNS over TLS, и эти серверы не использовались бы; сначала отключите его",
    ),
    "reason.second-client-dns": (
        "this firmware takes one DNS server for clients and drops the second",
        "эта прошивка принимает для клиентов только один сервер DNS, второй пропадает",
    ),
    "reason.clone-unknown": (
        "the router does not say which MAC this computer has; write the address itself",
        "роутер не сообщает MAC этого компьютера; укажите сам адрес",
    ),
    "reason.clone-same": (
        "this is the MAC of this very computer; write clone",
        "это MAC этого самого компьютера; напишите clone",
    ),
    "reason.zone-name": (
        "this router has one entry for several zones; write {name}",
        "у роутера один пункт на несколько часовых поясов; напишите {name}",
    ),
    "reason.zone-unknown": (
        "which entry of this router's list stands for {zone} is not known",
        "неизвестно, какой пункт списка роутера соответствует {zone}",
    ),
    "reason.too-long": (
        "this router keeps at most {limit} bytes here and drops anything longer",
        "роутер хранит здесь не больше {limit} байт, а более длинное отбрасывает",
    ),
    "reason.no-vlan": (
        "this router has no IPTV and VLAN settings",
        "у этого роутера нет настроек IPTV и VLAN",
    ),
    "reason.no-vlan-set": (
        "this belongs to a VLAN, and none is set",
        "это относится к VLAN, а он не задан",
    ),
    "reason.iptv-off": (
        "IPTV is off, so it has no port",
        "IPTV выключено, порта у него нет",
    ),
    "reason.iptv-not-vlan": (
        "this needs iptv.mode vlan",
        "для этого нужен iptv.mode vlan",
    ),
    "reason.iptv-bridge-port": (
        "this router wants one LAN port from 1 to 4 for the set-top box (iptv.port)",
        "роутеру нужен один порт LAN от 1 до 4 для приставки (iptv.port)",
    ),
    "reason.iptv-bridge-vlan": (
        "how this router bridges a set-top box beside an internet VLAN is not known",
        "неизвестно, как этот роутер подключает приставку мостом, когда у интернета есть VLAN",
    ),
    "reason.iptv-fixed-port": (
        "this router gives that VLAN out at LAN {port} only",
        "этот роутер отдаёт такой VLAN только на порт LAN {port}",
    ),
    "reason.padavan": (
        "Padavan firmware on {model}: how its pages tell the settings is not known for certain, so it is left alone",
        "прошивка Padavan на {model}: как её страницы сообщают настройки, точно не известно, поэтому программа её не "
        "трогает",
    ),
    "reason.smart-connect-off": (
        "Smart Connect makes one network of all bands; they shall differ, so it is switched off",
        "Smart Connect объединяет диапазоны в одну сеть; они должны различаться, поэтому он будет выключен",
    ),
    "reason.smart-connect-on": (
        "Smart Connect is on and stays on: all bands are one network",
        "Smart Connect включён и останется включённым: все диапазоны — одна сеть",
    ),
    "reason.wps-off": (
        "the router does not allow this while WPS is on, so WPS is switched off",
        "роутер не разрешает этого при включённом WPS, поэтому WPS будет выключен",
    ),
    "reason.asus-no-ssh": (
        "this firmware has no SSH",
        "в этой прошивке нет SSH",
    ),
    "reason.asus-old-web": (
        "ASUS firmware before 380 whose pages do not tell their settings; newer firmware does",
        "прошивка ASUS старше 380, страницы которой не сообщают настройки; с новой прошивкой получится",
    ),
    "reason.asus-enciphered": (
        "this firmware keeps passwords enciphered, so they cannot be set or checked over a shell; use --via web",
        "эта прошивка хранит пароли зашифрованными, через командную строку их не задать и не проверить; "
        "используйте --via web",
    ),
    "reason.asus-shell-other": (
        "a shell that is neither ASUSWRT nor Merlin",
        "командная строка не от ASUSWRT и не от Merlin",
    ),
    "reason.not-stored": ("the router did not store it", "роутер этого не сохранил"),
    "reason.control-character": ("it has a line break in it", "в значении есть перевод строки"),
    "reason.asus-no-referer": (
        "the router wants its own address in the request and sees none; does a proxy or filter take it out?",
        "роутер ждёт в запросе свой адрес и не видит его; не убирает ли его прокси или фильтр?",
    ),
    "reason.asus-other-referer": (
        "the router wants its own address in the request and sees another one; is a proxy in between? If not, give "
        "--address its IP address",
        "роутер ждёт в запросе свой адрес, а видит другой; нет ли между вами прокси? Если нет, укажите в --address "
        "его IP-адрес",
    ),
    "reason.password-not-taken": (
        "it lets nobody in with the password it was given",
        "с заданным паролем он не пускает",
    ),
    "reason.mode-2": ("repeater", "повторитель"),
    "reason.mode-3": ("access point", "точка доступа"),
    "reason.mode-4": ("media bridge", "медиамост"),
}

REASONS: dict[str, tuple[str, str]] = (
    _ASUS_REASONS | TPLINK_REASONS | REASONS_USERRPM | REASONS_OBJECTS | REASONS_OPENWRT | REASONS_CLI
)
