"""Why an OpenWrt router cannot do a setting. Each piece begins small and ends without a full stop."""

from __future__ import annotations

REASONS_OPENWRT: dict[str, tuple[str, str]] = {
    "reason.openwrt-no-wan": (
        "this OpenWrt has no connection called wan",
        "в этой OpenWrt нет подключения с именем wan",
    ),
    "reason.openwrt-no-handler": (
        "OpenWrt on this router has no package for {protocol} installed",
        "в OpenWrt на этом роутере не установлен пакет для {protocol}",
    ),
    "reason.openwrt-vpn-taken": (
        "the router already has a connection called vpn that serves something else",
        "на роутере уже есть подключение с именем vpn, и оно служит для другого",
    ),
    "reason.openwrt-tunnel-alone": (
        "{protocol} needs the provider's own network underneath; write secondary: dhcp or static",
        "{protocol} работает поверх сети провайдера; напишите secondary: dhcp или static",
    ),
    "reason.openwrt-mac-default": (
        "this is the router's own MAC; write default",
        "это собственный MAC роутера; напишите default",
    ),
    "reason.openwrt-switch-unknown": (
        "which port of this router's switch leads to the provider cannot be told",
        "нельзя определить, какой порт коммутатора в этом роутере ведёт к провайдеру",
    ),
    "reason.openwrt-vlan-used": (
        "this router uses that VLAN number for its own ports",
        "этот номер VLAN роутер использует для собственных портов",
    ),
    "reason.openwrt-iptv-switch": (
        "which switch port is which LAN socket cannot be told on this router",
        "на этом роутере нельзя определить, какой порт коммутатора какому гнезду LAN соответствует",
    ),
    "reason.openwrt-iptv-tagged": (
        "whether this router's switch gives out one VLAN with a tag and another without is not known",
        "неизвестно, умеет ли коммутатор этого роутера отдавать один VLAN с меткой, а другой без неё",
    ),
    "reason.openwrt-iptv-port": (
        "this router has no such LAN port; name one with iptv.port",
        "у роутера нет такого порта LAN; укажите другой в iptv.port",
    ),
    "reason.openwrt-voip": (
        "telephony on a VLAN of its own is not set up on OpenWrt by this version",
        "телефонию в отдельном VLAN эта версия программы на OpenWrt не настраивает",
    ),
    "reason.openwrt-no-radio": (
        "this router has no Wi-Fi set up",
        "на этом роутере не настроен Wi-Fi",
    ),
    "reason.openwrt-no-sae": (
        "the Wi-Fi program installed on this router (wpad) knows no WPA3",
        "установленная на роутере программа Wi-Fi (wpad) не умеет WPA3",
    ),
    "reason.openwrt-no-key": (
        "a protected network needs a password, and none is set",
        "защищённой сети нужен пароль, а он не задан",
    ),
    "reason.openwrt-raw-key": (
        "WPA3 takes a password, not a key of 64 digits",
        "для WPA3 нужен пароль, а не ключ из 64 цифр",
    ),
    "reason.openwrt-width": (
        "this radio is not set up for {width} MHz",
        "этот передатчик не настроен на {width} МГц",
    ),
    "reason.openwrt-width-auto": (
        "OpenWrt has no automatic width on 5 GHz; name one in MHz",
        "в OpenWrt нет автоматической ширины для 5 ГГц; укажите её в МГц",
    ),
    "reason.openwrt-no-pool": (
        "the router's DHCP server has no settings for the home network",
        "у сервера DHCP на роутере нет настроек для домашней сети",
    ),
    "reason.openwrt-pool": (
        "the first and last address must lie in the home network, in this order",
        "первый и последний адрес должны лежать в домашней сети, в этом порядке",
    ),
    "reason.openwrt-no-lan": (
        "the router's own address is not a fixed one",
        "собственный адрес роутера не фиксированный",
    ),
    "reason.openwrt-root": (
        "OpenWrt's administrator is always root",
        "администратор OpenWrt всегда root",
    ),
    "reason.openwrt-pending": (
        "somebody has changed {package} on the router and not saved it; run uci commit or uci revert there first",
        "кто-то изменил {package} на роутере и не сохранил; сначала выполните там uci commit или uci revert",
    ),
}
