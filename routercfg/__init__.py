"""routercfg configures TP-Link and ASUS home routers from one profile and proves that the settings stuck."""

__version__ = "0.1.0"
