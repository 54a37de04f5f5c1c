"""The attributes of the objects that TL-WR841N v14 (0.9.1 4.19) has, one object after another.

Facts of data/wr841n-v14-objects.txt, shortened: ``Name:type``, ``!`` for read-only, the longest text in bytes with its
end mark, ``(least,greatest)``, ``@`` and the name of the permitted words, ``=`` and the default. Types: s text, b
boolean, u number, i number with sign. Left out are objects that no page of a router without telephone,
DSL and USB uses, and attributes that the observed answers do not have or that only the factory's command line touches.
"""

from typing import Final

TABLE: Final = """\
IGD > DeviceSummary:s!1024 LANDeviceNumberOfEntries:u! WANDeviceNumberOfEntries:u!
IGD_DEV_INFO > Manufacturer:s!64=TP-Link ManufacturerOUI:s!7 ModelName:s!64=TL-WR841N Description:s!256
  ProductClass:s!64=IGD SerialNumber:s!64 HardwareVersion:s64 SoftwareVersion:s64 ModemFirmwareVersion:s!64
  EnabledOptions:s!1024 AdditionalHardwareVersion:s!64=00000014 AdditionalSoftwareVersion:s!64 SpecVersion:s!16=1.0
  ProvisioningCode:s64 UpTime:u! FirstUseDate:s! DeviceLog:s!32768 X_TP_isFD:u(0,1)=0
  X_TP_DevManufacturerURL:s!64=http://www.tp-link.com X_TP_DevModelVersion:s!=14.0 X_TP_ProductID:u!=0x08410014
  X_TP_ProductVersion:u!=0x00000001 X_TP_SoftwareRevision:u!=0x55aa0413 X_TP_SoftwareRevisionMinor:u!=0x00
  X_TP_PlatformVersion:u!=0xa5000901 X_TP_BuildDate:s8=231119 X_TP_BuildTime:u=67074
  X_TP_SupportedLanguages:s!512=en_US X_TP_CurrentLanguage:s8=en_US X_TP_LanguageSetByUser:b=0
SYSLOG_CFG > LogToRemote:b=0 RemoteSeverity:u(0,7)=4 ServerIP:s16=192.168.1.100 ServerPort:u(1,65535)=514
  Facility:u(1,23)=1 LogToLocal:b=1 LocalSeverity:u(0,7)=6 LogHeadPos:u(0,32767)=0 LogTailPos:u(0,32767)=1
ETH_SWITCH > EnableVirtualPorts:b NumberOfVirtualPorts:u! IfName:s!16
NET_CFG > DNSServers:s64 DNSifAliasName:s32=NO_INTERFACE CurrDNSServer:u!=0
USER_CFG > AdminPwdSetFlag:b=1
HTTP_CFG > HttpSuperadminRemoteAccess:b=1 HttpCharset:s!6=utf-8 HttpLocalEnabled:b!=1 HttpLocalPort:u(0,65535)=80
  HttpRemoteEnabled:b=0 HttpRemotePort:u(0,65535)=80 HttpsLocalEnabled:b=0 HttpsLocalPort:u(0,65535)=443
  HttpsRemoteEnabled:b=0 HttpsRemotePort:u(0,65535)=443 CertExist:b=0 CertSerialNumber:s24=0
UPNP_CFG > Enable:b=0
WAN_TYPE_DETECT > IfName:s!16 State:u!(1,3)=1 WanType:u!(0,2)=0 WanTypeGet:b!=0
DMZ_HOST_CFG > Enable:b=0 IPAddress:s
TIME > __status:i! NTPServer1:s32 NTPServer2:s32 NTPServer3:s32 NTPServer4:s32 NTPServer5:s32 CurrentLocalTime:s!
  LocalTimeZone:s8=+08:00 LocalTimeZoneName:s64 DaylightSavingsUsed:b=0 DaylightSavingsStart:s DaylightSavingsEnd:s
  X_TP_DaylightSavingsStartWeekCount:i(1,5) X_TP_DaylightSavingsEndWeekCount:i(1,5) X_TP_TimeZoneSetByUser:b=0
  X_TP_ShowDaylightSavingOnWeb:b!=1
HOUR > Year:i=2000 Month:i=1 Day:i=1 Hours:i=0 Minutes:i=0 Seconds:i=0
L3_FORWARDING > __defaultGateway:s16 __ifName:s16 __ifAliasName:s32=NO_INTERFACE DefaultConnectionService:s32
  ForwardNumberOfEntries:u!
L3_FORWARDING_ENTRY > Enable:b=0 Status:s!9@status3eValues=Disabled DestIPAddress:s16 DestSubnetMask:s16
  GatewayIPAddress:s16 __ifType:s9@InterfaceTypes=null
L3_IP6_FORWARDING > __defaultGateway:s40 __ifName:s16 __ifAliasName:s32=NO_INTERFACE DefaultConnectionService:s32
  IPv6ForwardNumberOfEntries:u!
LAN_DEV > LANEthernetInterfaceNumberOfEntries:u! LANUSBInterfaceNumberOfEntries:u!
  LANWLANConfigurationNumberOfEntries:u!
LAN_HOST_CFG > X_TP_DHCPAuto:b=0 X_TP_StopDiscover:b=0 DHCPServerEnable:b=0 DHCPRelay:b=0 X_TP_DhcpRelayServer:s16
  MinAddress:s16=192.168.1.2 MaxAddress:s16=192.168.1.254 SubnetMask:s16=255.255.255.0 DNSServers:s32=0.0.0.0,0.0.0.0
  X_TP_DefaultIp:s!16=192.168.0.1 X_TP_RemoteDns:s32=192.168.0.1,0.0.0.0 DomainName:s64 IPRouters:s32
  X_TP_RemoteGw:s32=192.168.0.1 DHCPLeaseTime:i(-1,2147483647)=86400 IPInterfaceNumberOfEntries:u!
  DHCPStaticAddressNumberOfEntries:u! DHCPConditionalPoolNumberOfEntries:u!
LAN_IP_INTF > Enable:b=0 IPInterfaceIPAddress:s16=192.168.1.1 IPInterfaceSubnetMask:s16=255.255.255.0
  IPInterfaceGateway:s16=192.168.0.1 IPInterfaceAddressingType:s7@AddressingTypeValues=Static
  X_TP_MACAddress:s18=00:0A:EB:13:7B:00 __ifName:s16 X_TP_ConflictSetIPAddress:s16
LAN_DHCP_STATIC_ADDR > Enable:b=0 Chaddr:s18 Yiaddr:s16
LAN_IP6_HOST_CFG > DHCPv6ServerEnable:b=0 DHCPv6MinInterfaceID:s40=1 DHCPv6MaxInterfaceID:s40=FFFE
  DHCPv6LeaseTime:i(-1,2147483647)=86400 IPv6DNSConfigType:s7@IPv6DNSConfigTypeValue=Dhcpv6
  IPv6DNSServers:s80=2001:4860:4860::8844 IPv6DNSWANConnection:s32 RADVDEnable:b=1 ULAEnable:b=0 ULAPrefix:s40
  ULAPrefixLength:u=64 RDNSSEnable:b=0 IPv6SitePrefixConfigType:s10@IPv6SitePrefixConfigTypeValue=Delegated
  IPv6SitePrefix:s40 IPv6SitePrefixLength:u=64 IPv6PDWANConnection:s32 __ifName:s16 IPv6InterfaceNumberOfEntries:u!
LAN_IP6_INTF > Enable:b IPv6InterfaceAddress:s40 IPv6InterfaceAddressPrefixLength:u=64
  IPv6InterfaceAddressingType:s10@IPv6IfAddressingTypeValues=Static __ifName:s16
LAN_ETH_INTF > Enable:b=0 Status:s!9@intf4StatusValues MACAddress:s!18=00:0A:EB:13:7B:00 MACAddressControlEnabled:b
  MaxBitRate:s5@ethLanMaxBitRateValues=Auto DuplexMode:s5@duplexModeValues=Auto __ifName:s16
LAN_HOSTS > HostNumberOfEntries:u!
LAN_HOST_ENTRY > IPAddress:s!16 LeaseTimeRemaining:i! MACAddress:s18 HostName:s!64 X_TP_ConnType:u!
LAN_WLAN > __syncApStatus:b __apLastStatus:u __hwWifiStatus:b=0 Enable:b Status:s!9@wifiIntfStatusValues Name:s!16
  BSSID:s!18 Channel:u(0,255) AutoChannelEnable:b X_TP_PreSSID:s!34 SSID:s34 BeaconType:s11@BeaconTypeValues
  MACAddressControlEnabled:b X_TP_MACAddressControlRule:s6@wlMacFilter2Modes X_TP_MACTableSize:u!(0,64)
  X_TP_Configuration_Modified:b!=0 X_TP_Band:s11@BandValues=2.4G X_TP_Bandwidth:s5@X_TP_BandwidthValue=40
  Standard:s7@StandardValues WEPKeyIndex:u(1,4) WEPEncryptionLevel:s!64
  BasicEncryptionModes:s14@BasicEncryptionModesValues BasicAuthenticationMode:s21@BasicAuthenticationModeValues
  WPAEncryptionModes:s27@WPAEncryptionModesValues WPAAuthenticationMode:s18@WPAAuthenticationModeValues
  IEEE11iEncryptionModes:s27@WPAEncryptionModesValues IEEE11iAuthenticationMode:s24@IEEE11iAuthenticationModeValues
  WPA3EncryptionModes:s14@WPA3EncryptionModesValues WPA3AuthenticationMode:s18@WPA3AuthenticationModeValues
  X_TP_PreSharedKey:s65 X_TP_GroupKeyUpdateInterval:u=0 PossibleChannels:s!1024 BasicDataTransmitRates:s256
  OperationalDataTransmitRates:s256 PossibleDataTransmitRates:s!256 SSIDAdvertisementEnabled:b
  TransmitPowerSupported:s!64 TransmitPower:u RegulatoryDomain:s4 DeviceOperationMode:s26@DeviceOperationModeValues
  X_TP_RadiusServerIP:s64 X_TP_RadiusServerPort:u(1,65535)=1812 X_TP_RadiusServerPassword:s65 WMMEnable:b
  X_TP_BeaconInterval:u(25,1000)=100 X_TP_RTSThreshold:u(1,2346)=2346 X_TP_FragmentThreshold:u(256,2346)=2346
  X_TP_DTIMFrequency:u(1,255)=1 X_TP_IsolateClients:b X_TP_ShortGIEnable:b TotalAssociations:u=64 MaxStaNum:u(1,32)=32
  X_TP_ShowRegionSelectionOnWeb:b!=0
LAN_WLAN_WPS > Enable:b DeviceName:s!32 DevicePassword:u X_TP_PeerPassword:u X_TP_State:s11@LAN_WLANWPS_STATUS=idle
  Version:u! SetupLock:b=0 ConfigurationState:s!15@ConfigurationStateValues RegistrarNumberOfEntries:u!
  RegistrarEstablished:b!
LAN_WLAN_MACTABLEENTRY > Enabled:b MACAddress:s18 Description:s61 HostName:s16
LAN_WLAN_ASSOC_DEV > AssociatedDeviceMACAddress:s!18 X_TP_TotalPacketsSent:u! X_TP_TotalPacketsReceived:u!
  X_TP_HostName:s!16
LAN_WLAN_WDSBRIDGE > BridgeEnable:b=0 BridgeName:s!16 BridgeAddrMode:s7@BridgeAddrModeValues BridgeBSSID:s18
  BridgeSSID:s33 BridgeAuthMode:s21@BridgeAuthModeValues BridgeEncryptMode:s15@BridgeEncryptModeValues BridgeKey:s65
  BridgeWepKeyIndex:u(1,4) BridegStatus:u!(0,)=0 BridgeLockToAPEnable:b=0
LAN_WLAN_MULTISSID > MultiSSIDEnable:b
LAN_WLAN_MSSIDENTRY > Enable:b Name:s!16 Status:s!9@StatusValues SSID:s33 SSIDAdvertisementEnable:b
  BeaconType:s11@BeaconTypeValues IsolateClients:b WEPKeyIndex:u(1,4)
  BasicEncryptionModes:s14@BasicEncryptionModesValues BasicAuthenticationMode:s21@BasicAuthenticationModeValues
  WPAEncryptionModes:s27@WPAEncryptionModesValues WPAAuthenticationMode:s18@WPAAuthenticationModeValues
  IEEE11iEncryptionModes:s27@WPAEncryptionModesValues IEEE11iAuthenticationMode:s24@IEEE11iAuthenticationModeValues
  WPA3EncryptionModes:s14@WPA3EncryptionModesValues WPA3AuthenticationMode:s18@WPA3AuthenticationModeValues
  PreSharedKey:s65 GroupKeyUpdateInterval:u RadiusServerIP:s64 RadiusServerPort:u(1,65535) MaxStaNum:u(0,32)=32
  RadiusServerPassword:s64
MSSID_MACTABLEENTRY > Enabled:b MACAddress:s18 Description:s61 HostName:s16
LAN_WLAN_TASK_SCHEDULE > EnableTimeout:u=0 Seconds:u TimeToClose:u Enable:u=0 TimeDot:u=100 IsUsrCtrl:u=0
  IsTimeSet:u=0 MonAm:u MonPm:u TueAm:u TuePm:u WedAm:u WedPm:u ThuAm:u ThuPm:u FriAm:u FriPm:u SatAm:u SatPm:u
  SunAm:u SunPm:u
LAN_WLAN_QUICKSAVE > Enable:u=0 X_TP_Band:s11@BandValues=2.4GHz
LAN_WLAN_GUESTNET > LastModified:b=0 Enable:b Name:s16 PreSSID:s!34 IsModified:b LANAccessEnable:b USBAccessEnable:b=0
  TCEnable:b=0 TCMaxUpBW:u=0 TCMinUpBW:u=0 TCMaxDownBW:u=0 TCMinDownBW:u=0 TCRuleID:i=-1
LAN_IGMP_SNOOP > Enabled:b=1 LastMemberQueryInterval:u HostTimeout:u MrouterTimeout:u LeaveTimeout:u MaxGroups:u
WAN_DEV > WANConnectionNumberOfEntries:u!
WAN_COMMON_INTF_CFG > EnabledForInternet:b WANAccessType:s!9@WANAccessTypeValues Layer1UpstreamMaxBitRate:u!
  Layer1DownstreamMaxBitRate:u! PhysicalLinkStatus:s!13@PhysicalLinkStatusValues WANAccessProvider:s!256
  TotalBytesSent:u! TotalBytesReceived:u! TotalPacketsSent:u! TotalPacketsReceived:u! MaximumActiveConnections:u!
  NumberOfActiveConnections:u!
WAN_ETH_INTF > Enable:b=0 Status:s!9@intf4StatusValues=Disabled MACAddress:s18 MaxBitRate:s5@ethWanMaxBitRateValues
  DuplexMode:s5@duplexModeValues X_TP_IfName:s16 X_TP_lastUsedIntf:s16 X_TP_lastUsedName:s32
WAN_CONN_DEVICE > WANIPConnectionNumberOfEntries:u! WANPPPConnectionNumberOfEntries:u!
WAN_ETH_LINK_CFG > Enable:b=0 EthernetLinkStatus:s12@EthernetLinkStatusValues X_TP_VLanEnabled:b=0 X_TP_VID:u(0,4094)
  X_TP_IfName:s16 X_TP_MACAddress:s18
WAN_USB_3G_LINK_CFG > Enable:b=0 BackupEnable:b=1 BackupTimerId:i!=0 BackupPhase:u!=0 BackupDelay:u=0 RevertDelay:u=0
  MainConnObjName:s32 CardName:s!64=Unplugged CardId:s16=0000_0000 DefaultProductId:s8=0000 PinStatus:i!=5
  PinAction:i(0,4)=0 PinCode:s16 RemainedPinTimes:u! IspCfgReaded:b!=0 UserSaved:b=0 LocationIdx:u=0 IspIdx:u=0
  ManualAPN:b=0 DialNumber:s64=*99# APN:s64=internet.orange SignalStrength:i!(-1,100)=-1 IfName:s!16=ttyNotReady
  IfNumber:i!(0,16)=0 IfIndex:i!(-1,15)=-1 IfString:s!64 ModemChipType:i!=0 TmpConnTrigger:s!9=AlwaysOn
  IsLteModem:b!=0 LteDeviceName:s!64 LteDriverType:i!=0
WAN_L2TP_CONN > Enable:b=0 Name:s32 ServerIpOrName:s256 ServerIp:s16=0.0.0.0
  ConnectionStatusIP:s!18@wanIpConnectionStatusValues=Unconfigured
  ConnectionTypeIP:s13@wanIpPossibleConnectionTypesValues=Unconfigured AddressingType:s7@AddressingTypeValues=DHCP
  ExternalIPAddressIP:s SubnetMaskIP:s BcastAddrIP:s DefaultGatewayIP:s DNSServersIP:s64 MaxMTUSizeIP:u(1,1540)=1500
  IfNameIP:s16 Sit6rdEnabled:b=0 ConnectionStatus:s!18@wanPppConnectionStatusValues=Unconfigured
  PossibleConnectionTypes:s!14@wanPppPossibleConnectionTypesValues
  ConnectionType:s14@wanPppPossibleConnectionTypesValues=IP_Routed DefaultGateway:s16 Uptime:u!
  IdleDisconnectTime:u(0,4294967296)=15 NATEnabled:b=0 FullconeNATEnabled:b=0 Hostname:s64 Unicast:b=0
  FirewallEnabled:b=1 IGMPProxyEnabled:b=1 IGMPForceVersion:u=0 Username:s256 Password:s256
  PPPAuthenticationProtocol:s10@PPPAuthenticationProtocolValues=AUTO_AUTH IfName:s L2IfName:s16 BcastAddr:s
  ConnectionId:i(-5,100)=-1 ExternalIPAddress:s16=0.0.0.0 RemoteIPAddress:s!16 MaxMRUSize:u(1,1540)=1460
  CurrentMRUSize:u!(1,1540) DNSServers:s64=0.0.0.0,0.0.0.0 MACAddress:s18 MACAddressOverride:b=0 ClonedMACAddress:s18
  TransportType:s6@TransportTypeValues=L2TP ConnectionTrigger:s9@ConnectionTriggerValues=AlwaysOn
  PortMappingNumberOfEntries:u!
WAN_PPTP_CONN > Enable:b=0 Name:s32 ServerIpOrName:s256 ServerIp:s16=0.0.0.0
  ConnectionStatusIP:s!18@wanIpConnectionStatusValues=Unconfigured
  ConnectionTypeIP:s13@wanIpPossibleConnectionTypesValues=Unconfigured AddressingType:s7@AddressingTypeValues=DHCP
  ExternalIPAddressIP:s SubnetMaskIP:s BcastAddrIP:s DefaultGatewayIP:s DNSServersIP:s64 MaxMTUSizeIP:u(1,1540)=1500
  IfNameIP:s16 Sit6rdEnabled:b=0 ConnectionStatus:s!18@wanPppConnectionStatusValues=Unconfigured
  PossibleConnectionTypes:s!14@wanPppPossibleConnectionTypesValues
  ConnectionType:s14@wanPppPossibleConnectionTypesValues=IP_Routed DefaultGateway:s16 Uptime:u!
  IdleDisconnectTime:u(0,4294967296)=15 NATEnabled:b=0 FullconeNATEnabled:b=0 Hostname:s64 Unicast:b=0
  FirewallEnabled:b=1 IGMPProxyEnabled:b=1 IGMPForceVersion:u=0 Username:s256 Password:s256
  PPPAuthenticationProtocol:s10@PPPAuthenticationProtocolValues=AUTO_AUTH IfName:s L2IfName:s16 BcastAddr:s
  ConnectionId:i(-5,100)=-1 ExternalIPAddress:s16=0.0.0.0 RemoteIPAddress:s!16 MaxMRUSize:u(1,1540)=1420
  CurrentMRUSize:u!(1,1540) DNSServers:s64=0.0.0.0,0.0.0.0 MACAddress:s18 MACAddressOverride:b=0 ClonedMACAddress:s18
  TransportType:s6@TransportTypeValues=PPTP ConnectionTrigger:s9@ConnectionTriggerValues=AlwaysOn
  PortMappingNumberOfEntries:u!
WAN_IP_CONN > Enable:b=0 ConnectionStatus:s!18@wanIpConnectionStatusValues=Unconfigured
  PossibleConnectionTypes:s13@wanIpPossibleConnectionTypesValues
  ConnectionType:s13@wanIpPossibleConnectionTypesValues=Unconfigured Name:s32 Uptime:u!
  LastConnectionError:s!31@wanIpLastConnectionErrorValues=ERROR_NONE X_TP_ConnectionId:i(-5,100)=-1
  IdleDisconnectTime:u(0,4294967296)=15 NATEnabled:b=0 X_TP_FullconeNATEnabled:b=0 X_TP_Hostname:s64 X_TP_Unicast:b=0
  AddressingType:s7@AddressingTypeValues=Static ExternalIPAddress:s SubnetMask:s X_TP_BcastAddr:s DefaultGateway:s
  X_TP_FirewallEnabled:b=1 DNSEnabled:b=1 DNSOverrideAllowed:b=0 DNSServers:s64 MaxMTUSize:u(1,1540)=1500
  MACAddress:s18 MACAddressOverride:b=0 X_TP_ClonedMACAddress:s18
  ConnectionTrigger:s9@ConnectionTriggerValues=OnDemand RouteProtocolRx:s8@RouteProtocolRxValues=Off
  PortMappingNumberOfEntries:u! X_TP_IfName:s16 X_TP_IGMPProxyEnabled:b=1 X_TP_IGMPForceVersion:u=0
  X_TP_IPv4Enabled:b=1 X_TP_IPv6Enabled:b=0 X_TP_IPv6ConnStatus:s!18@wanIpConnectionStatusValues=Unconfigured
  X_TP_IPv6AddressingType:s7@IPv6AddressingTypeValues=Static X_TP_ExternalIPv6Address:s40 X_TP_PrefixLength:u(0,128)=0
  X_TP_DefaultIPv6Gateway:s40 X_TP_DefaultIPv6GatewayOverride:b=0 X_TP_IPv6DNSEnabled:b=1
  X_TP_IPv6DNSOverrideAllowed:b=0 X_TP_IPv6DNSServers:s80 X_TP_PDEnabled:b=0 X_TP_SitePrefix:s40
  X_TP_SitePrefixLength:u=64 X_TP_SitePrefixPltime:i X_TP_SitePrefixVltime:i X_TP_Sit6rdEnabled:b=0
  X_TP_DSLiteEnabled:b=0 X_TP_TransportType:s!7@Usb4GDhcpType X_TP_BpaEnable:b! X_TP_BpaUsername:s25
  X_TP_BpaPassword:s25 X_TP_BpaAuthServer:s80 X_TP_BpaAuthDomain:s80
  X_TP_BpaConnectionStatus:s!13@bpaConnectionStatusValues=Disconnected X_TP_BpaIdleDisconnectTime:u(0,4294967296)=15
  X_TP_BpaConnectionTrigger:s9@ConnectionTriggerValues=AlwaysOn
WAN_PPP_CONN > Enable:b=0 ConnectionStatus:s!18@wanPppConnectionStatusValues=Unconfigured
  PossibleConnectionTypes:s!14@wanPppPossibleConnectionTypesValues
  ConnectionType:s14@wanPppPossibleConnectionTypesValues=IP_Routed PPPoESessionID:u!(1,4294967295) DefaultGateway:s16
  Name:s32 Uptime:u! LastConnectionError:s!32@wanPppLastConnectionErrorValues=ERROR_NONE
  IdleDisconnectTime:u(0,4294967296)=15 RSIPAvailable:b! NATEnabled:b=1 X_TP_FullconeNATEnabled:b=0
  X_TP_FirewallEnabled:b=1 X_TP_IGMPProxyEnabled:b=1 X_TP_IGMPForceVersion:u=0 Username:s256 Password:s256
  PPPAuthenticationProtocol:s10@PPPAuthenticationProtocolValues=AUTO_AUTH X_TP_IfName:s X_TP_L2IfName:s16
  X_TP_BcastAddr:s X_TP_ConnectionId:i(-5,100)=-1 X_TP_UseStaticIP:b=0 ExternalIPAddress:s16=0.0.0.0
  RemoteIPAddress:s!16 MaxMRUSize:u(1,1540)=1480 CurrentMRUSize:u!(1,1540) DNSEnabled:b=0 DNSOverrideAllowed:b=0
  DNSServers:s64=0.0.0.0,0.0.0.0 MACAddress:s18 MACAddressOverride:b=0 X_TP_ClonedMACAddress:s18
  TransportType:s6@TransportTypeValues=PPPoE PPPoEACName:s32 PPPoEServiceName:s32
  ConnectionTrigger:s9@ConnectionTriggerValues=AlwaysOn RouteProtocolRx:s8@RouteProtocolRxValues=Off PPPLCPEcho:u=0
  PPPLCPEchoRetry:u=0 X_TP_IPv4Enabled:b=1 X_TP_IPv6Enabled:b=0
  X_TP_IPv6ConnStatus:s!18@wanPppConnectionStatusValues=Unconfigured X_TP_IPv6CPUp:b!=0
  X_TP_IPv6AddressingType:s7@IPv6AddressingTypeValues=DHCPv6 X_TP_ExternalIPv6Address:s40 X_TP_PrefixLength:u(0,128)=0
  X_TP_DefaultIPv6Gateway:s40 X_TP_DefaultIPv6GatewayOverride:b=0 X_TP_IPv6DNSEnabled:b=1
  X_TP_IPv6DNSOverrideAllowed:b=0 X_TP_IPv6DNSServers:s80 X_TP_PDEnabled:b=0 X_TP_SitePrefix:s40
  X_TP_SitePrefixLength:u=64 X_TP_SitePrefixPltime:i X_TP_SitePrefixVltime:i X_TP_DSLiteEnabled:b=0
  PortMappingNumberOfEntries:u! SecondConnection:s17@secondConnectionValues=sec_conn_disable
STAT_CFG > Enable:b=0 Interval:u(5,60)=10 Action:u(0,2)=0
STAT_ENTRY > IpAddress:u!=0 MacAddress:s!18 TotalPkts:u!=0 TotalBytes:s!20 CurrPkts:u!=0 CurrBytes:s!20 CurrIcmp:u!=0
  CurrUdp:u!=0 CurrSyn:u!=0 CurrIcmpMax:u!=0 CurrUdpMax:u!=0 CurrSynMax:u!=0
ARP_ENTRY > Flag:u(0,2)=0 Ip:u! Mac:s!18
ARP_BIND > Enable:b=0
ARP_BIND_ENTRY > State:b=0 Ip:u Mac:s18
TC > TCRuleNumberOfEntries:u(0,16)=0 Enable:u=0 LinkType:b=0 UpTotalBW:u(0,) DownTotalBW:u(0,) UpTCEnable:b=0
  DownTCEnable:b=0 QoSSubModule:b!=1 IptvEnable:b=0 IptvUpMinBW:u=0 IptvDownMinBW:u=0 VoIPEnable:b=0 VoIPUpMinBW:u=20
TC_RULE > Id:u=100 Enable:b=1 StartIP:u=0 EndIP:u=0 StartPort:u(0,65535)=0 EndPort:u(0,65535)=0 Protocol:u
  Precedence:u=7 UpMinBW:u=0 UpMaxBW:u=0 DownMinBW:u=0 DownMaxBW:u=0 IfMark:u! IfName:s!16=no_interface RuleType:u=0
  Flag:b=0
ALG_CFG > PptpAlg:b=1 L2tpAlg:b=1 IpSecAlg:b=1 FtpAlg:b=1 TftpAlg:b=1 H323Alg:b=1 SipAlg:b=1 RtspAlg:b=1
  Hw_nat_enable:b=0 IPv6Passthrough:b=0
IPTV > X_TP_IPTVISP:u=0
ETH_IPTV_CFG > Enable:b=0 FirstInit:b=1 IptvLanPort:u=0 EnableVlanTag:b=0 VlanTag:u=1
FIREWALL > Enable:b=0 DefaultAction:u EnalbeParentCtrl:b=0 ParentMac:s18
SYS_MODE > Mode:s7@modeArray=ETH DSLL3ForwardingName:s32=NO_INTERFACE ETHL3ForwardingName:s!32=NO_INTERFACE
  _3GL3ForwardingName:s!32=NO_INTERFACE DSLL3IPv6ForwardingName:s32=NO_INTERFACE
  ETHL3IPv6ForwardingName:s32=NO_INTERFACE
EWAN > Enable:b=1 MACAddress:s18 IfName:s16
USER_INFO > UserName:s64=tplink UserId:s64=tplink Status:u=99 Limit:u!=10 Times:u Result:u=99
WEB_CFG > LanguageNo:i(0,10)=0
VLAN > Enable:b=1 InternetGroupVlanID:u=2 InternetGroupExtendID:u=0 InternetGroupLanPort:u=255
  InternetGroupPriority:u=0 InternetUntag:b=1 WorkingMode:s64
ISP_SERVICE > Enable:b=1 Name:s16 VlanID:u=0 ExtendID:u=0 Priority:u=0 LanPort:u=0 Untag:b=0
IPV6_CFG > DisableIPv6:b=0 LastUsedWanConnection:s32
SYS_STATE > MemTotal:i!=61532 MemFree:i! ConntrackCount:i!=0
IPV6_PASS_THROUGH > Enable:b=0
AUTO_REBOOT_CFG > Enable:u=0 Timeouthour:u=1 Timeoutmin:u=0 Timetoclose:u=0 Everyday:b=1 Scdday:u=0 Scdhour:u=0
  Scdmin:u=0
CPU_MEM > MemTotal:i!=61532 MemFree:i! ConntrackCount:i!=0 CpuUsage:s!16
MULTIMODE > Device_first_setup:b=1 Webauth_first_login_user:b=1 OneKeyRePressed:b=0 Mode:s9@multiModeArray=Router
  Webauth_first_login:b=1 First_login:b=1 IsDefaultPwd:b=0 Router_IPInterfaceIPAddress:s16
  Router_IPInterfaceSubnetMask:s16 Router_ConnName:s128
LED_CONTROL > EndMinute:u=0 EndHour:u=6 StartMinute:u=0 StartHour:u=22 Enable:b=0
PERMISSION_CFG > QuickSetup:s=11 OperationMode:s=11 Wan:s=11 Iptv:s=11 Dhcp:s=11 DynamicDNS:s=11 AdvanceRouting:s=11
  WirelessSettings:s=11 FirmwareUpgrade:s=11 Backup_Restore:s=11 RemoteManagement:s=00
"""
