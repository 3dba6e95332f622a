"""What belongs to the public internet, and what does not."""

from __future__ import annotations

import pytest

from factbook.sources.fetch.addresses import is_public_address


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "1.1.1.1",
        "192.0.78.1",
        "2606:2800:220:1::1",
        "2a00:1450:4001::64",
        "64:ff9b::808:808",
    ],
)
def test_public_addresses_are_told(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        # this machine, the local network, the link
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",  # noqa: S104
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "::", "fc00::1", "fd12:3456::1", "fe80::1",
        "fe80::1%eth0", "fec0::1",
        # documentation, benchmarks, reserved, multicast
        "192.0.0.1", "192.0.0.170", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
        "203.0.113.9",
        "192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "ff02::1", "100::1", "2001:db8::1", "3fff::1", "5f00::1", "4000::1",
        # IPv4 inside IPv6
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "::127.0.0.1", "::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:808:808::", "2001:0:1::1",
        "2001:10::1", "2001:20::1", "2600::5efe:7f00:1", "2600::200:5efe:7f00:1",
        # no addresses
        "", "localhost", "127.1", "0x7f.0.0.1", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_all_others_are_refused(address):
    assert not is_public_address(address)
