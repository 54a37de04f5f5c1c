"""Why a router with TP-Link's old green pages cannot do a setting, and what its error numbers mean.

Parts: they stand inside a longer sentence, so they begin small and end without a full stop.
"""

from __future__ import annotations

REASONS_USERRPM: dict[str, tuple[str, str]] = {
    "reason.userrpm-array": (
        "its data ({name}) cannot be read",
        "данные страницы ({name}) не читаются",
    ),
    "reason.userrpm-cut": ("the page is cut short", "страница пришла не целиком"),
    "reason.userrpm-authority": (
        "the router shows its pages only under its own address; connect to it directly",
        "роутер показывает страницы только по своему адресу; подключитесь к нему напрямую",
    ),
    "reason.userrpm-no-wpa3": (
        "routers of this generation know no WPA3; use wpa2",
        "роутеры этого поколения не умеют WPA3; укажите wpa2",
    ),
    "reason.userrpm-needs-key": (
        "the network has no password yet; name one of 8 or more characters (password)",
        "у сети ещё нет пароля; укажите его (password), от 8 знаков",
    ),
    "reason.userrpm-region": (
        "it is not known under which number this router keeps the region {country}",
        "неизвестно, под каким номером роутер хранит регион {country}",
    ),
    "reason.userrpm-wifi-switch": (
        "Wi-Fi is off at the switch on the router's case",
        "Wi-Fi выключен кнопкой на корпусе роутера",
    ),
    "reason.userrpm-dns-to-clients": (
        "with {protocol} this router has no DNS addresses of its own: they go to its DHCP server and so to the clients",
        "при {protocol} у роутера нет своих адресов DNS: их получит сервер DHCP и раздаст устройствам",
    ),
    "reason.userrpm-dns-one-place": (
        "with {protocol} this router keeps one pair of DNS addresses, the one for clients (dns.clients)",
        "при {protocol} роутер хранит одну пару адресов DNS — для устройств (dns.clients)",
    ),
    "reason.userrpm-mac-default": (
        "this is the address the router's maker gave it; write default",
        "это заводской адрес роутера; напишите default",
    ),
    "reason.userrpm-iptv-old": (
        "the IPTV page of this firmware is of an older kind that is not known well enough to write it",
        "страница IPTV этой прошивки старого вида, о ней известно слишком мало, чтобы её менять",
    ),
    "reason.userrpm-needs-port": (
        "this router also wants the LAN port of the set-top box (iptv.port)",
        "роутеру нужен ещё порт LAN для приставки (iptv.port)",
    ),
    "reason.userrpm-no-phone-port": (
        "no LAN port of this router is set for a telephone",
        "ни один порт LAN роутера не отдан телефону",
    ),
    "reason.userrpm-admin": (
        "this router takes 1 to {longest} Latin letters, digits and signs without spaces here",
        "роутер принимает здесь от 1 до {longest} латинских букв, цифр и знаков без пробелов",
    ),
    "reason.userrpm-error": ("error {code} of this router", "ошибка роутера {code}"),
    "reason.userrpm-error-account": (
        "the provider's name or password is too long (error {code})",
        "логин или пароль провайдера слишком длинный (ошибка {code})",
    ),
    "reason.userrpm-error-mtu": (
        "it does not take this MTU (error {code})",
        "он не принимает такой MTU (ошибка {code})",
    ),
    "reason.userrpm-error-pool": (
        "the range of addresses for clients does not fit (error {code})",
        "диапазон адресов для устройств не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-gateway": (
        "the gateway's address does not fit (error {code})",
        "адрес шлюза не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-dns": (
        "a DNS address is not acceptable to it (error {code})",
        "адрес DNS ему не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-lease": (
        "the lease time of the DHCP server does not fit (error {code})",
        "срок аренды адресов DHCP не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-lan": (
        "the LAN address or mask does not fit (error {code})",
        "адрес или маска локальной сети не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-wan": (
        "the internet address or mask does not fit (error {code})",
        "адрес или маска подключения к интернету не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-clash": (
        "the provider's network and the home network are the same (error {code})",
        "сеть провайдера и домашняя сеть совпадают (ошибка {code})",
    ),
    "reason.userrpm-error-server": (
        "the VPN server's address does not fit (error {code})",
        "адрес сервера VPN не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-mac": (
        "it does not take this MAC address (error {code})",
        "он не принимает такой MAC-адрес (ошибка {code})",
    ),
    "reason.userrpm-error-admin": (
        "the new administrator's name or password does not fit (error {code})",
        "новое имя или пароль администратора не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-old-admin": (
        "the present administrator's name or password is wrong (error {code})",
        "нынешнее имя или пароль администратора неверны (ошибка {code})",
    ),
    "reason.userrpm-error-wifi": (
        "the security of Wi-Fi or its password does not fit (error {code})",
        "защита Wi-Fi или её пароль не подходит (ошибка {code})",
    ),
    "reason.userrpm-error-ssid": (
        "the network's name is too long (error {code})",
        "имя сети слишком длинное (ошибка {code})",
    ),
    "reason.userrpm-error-region": (
        "it does not take this region (error {code})",
        "он не принимает такой регион (ошибка {code})",
    ),
}
