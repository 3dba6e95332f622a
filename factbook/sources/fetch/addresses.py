"""Which network addresses belong to the public internet.

A page that names or redirects to an address of the local network would have its fetcher read what only this
machine may (a router's page, a cloud's credentials). Python's own tables say what is global, but those of
3.11 miss forms that carry an IPv4 address inside an IPv6 one, and some newer reservations; they are listed
here.
See the IANA special-purpose address registries (RFC 6890).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_RESERVED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_6 = IPv6Network("2000::/3")
"""What has been given out at all; everything else of IPv6 is reserved, local or multicast."""

_RESERVED_6 = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public_address(address: str) -> bool:
    """Tell whether a numeric address is one of the public internet; what is no address is not."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        return _is_public_6(ip)
    return ip.is_global and not any(ip in network for network in _RESERVED_4)


def _is_public_6(ip: IPv6Address) -> bool:
    if ip.scope_id:
        return False
    if ip in _NAT64:
        # The way out to IPv4 of networks that have IPv6 alone: as public as the address inside.
        return is_public_address(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    carries_v4 = (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP
    return (
        ip in _PUBLIC_6
        and ip.is_global
        and not carries_v4
        and not any(ip in network for network in _RESERVED_6)
    )
