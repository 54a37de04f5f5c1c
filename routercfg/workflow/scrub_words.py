"""Words that say nothing about whoever owns a router: what firmware calls its modes, ports, files and functions.

A recording keeps a word only if it is one of these, a small number, or of a kind that names nobody; anything else is
replaced. So a word that is missing here costs a recording a little of its detail, and never a secret.
"""

from __future__ import annotations

from typing import Final

_PROTOCOLS = """
dhcp dhc dhcpv static pppoe ppp pppoev ppp2 l2tp tp pptp ipoe ipoev dynamic staticip dynamicip bridge bridged routed ip
ipv4 ipv6 ip6 v4 v6 cp routing auto automatic manual none off on yes no true false enable enabled disable disabled
default defaults custom computer router clone own user
server client relay passthrough pass through slaac ra wan lan wlan ewan wan6 lte modem usb eth br vlan vid tag tagged
untagged
internet iptv ipphone phone voip mciptv multicast igmp snooping proxy upnp nat dmz ddns dns dnsmasq odhcpd hosts leases
lease resolv conf tmp etc always connect connected disconnected connecting connection unconfigured configured demand
idle time based trigger alive up down link nolink half full duplex error unspecified unplugged plugged
"""
_WIRELESS = """
wifi wireless radio radio0 iface device ap sta open shared wep wpa wpa2 wpa3 psk psk2 psk3 pskpsk sae rsn tkip aes ccmp
eap radius enterprise personal mixed transition only tki pand both and mac80211 ieee bg bgn bgnax bgnac gn n an ac acax
nac anac anacax nacax ax axe be b g a ht vht he eht htmode mhz ghz hz g2 g5 band dual tri high low middle medium assoc
mode auth authentication encryption basic infrastructure access point allow deny accept reject drop forward advertise
hex ascii bit bits wmm wps pbc pcie pci platform ahb wmac soc ath mt mtk ralink rt2860 qca phy
"""
_SYSTEM = """
admin administrator root user guest igd devinfo build rel rev version beta alpha hw fw sw ver openwrt lede asuswrt
merlin
tp-link tplink archer tl wr wdr ax asus rt tuf link wrt www com net org pool ntp gov nist html htm asp cgi js css php
webpages index login main frame qis wizard httpd http https json xml text plain charset utf iso uhttpd lighttpd
micro_httpd router routers gigabit wireless wifi range extender technologies co ltd interface interfaces system switch
switch0 board time timeserver globals zone forwarding loopback lo rpm user_rpm userrpm status cfg conf config base
gmt utc msk dst un format mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec am pm
etc europe asia africa america atlantic indian pacific australia moscow kaliningrad samara saratov volgograd ulyanovsk
astrakhan yekaterinburg omsk novosibirsk tomsk barnaul novokuznetsk krasnoyarsk irkutsk chita yakutsk vladivostok
sakhalin magadan srednekolymsk kamchatka anadyr kirov simferopol minsk kiev kyiv almaty london berlin paris york
stream exstream unifi maxis celcom telekom ais centurylink vietnam meo vdf nbn ufb russia world china usa japan korea
success data error code key seq msg timeout errorcode callback such is_default model hardware firmware first last
2.4ghz 5ghz 2.4g dhcpv6 en_us ru_ru bpa sec conn nw advanced pci mac wds guest
half unknown null empty ok set get read write
"""

WORDS: Final = frozenset(f"{_PROTOCOLS} {_WIRELESS} {_SYSTEM}".split())
"""Single words in small letters; a text of several is taken apart before it is looked up."""

ACCOUNTS: Final = frozenset({"admin", "administrator", "root", "user", ""})
"""Names of administrators that vendors give; any other one is somebody's own."""
