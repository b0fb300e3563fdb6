"""Which addresses are fetched from, and how they are read as somebody types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput, Unreachable
from app.ingest.addresses import (
    check_port,
    checked_addresses,
    is_public,
    look_up,
    parse_address,
    port_of,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/story", "https://example.org/story"),
        ("  http://example.org \n", "http://example.org"),
        ("example.org/story?id=3#comments", "https://example.org/story?id=3"),
        ("example.org:8080/story", "https://example.org:8080/story"),
        ("HTTPS://EXAMPLE.org/A", "https://example.org/A"),
        ("https://fähre.example/überfahrt", "https://xn--fhre-loa.example/%C3%BCberfahrt"),
        ("https://例え.example/", "https://xn--r8jz45g.example/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_addresses_are_read_as_people_type_them(typed: str, address: str) -> None:
    assert str(parse_address(typed)) == address


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no address"),
        ("https://", "no address"),
        ("https:///story", "no address"),
        ("ferry crews may return", "no address"),
        ("https://exa mple.org/", "no address"),
        ("https://example.org:99999999/", "no address"),
        ("https://example.org\0/", "no address"),
        ("https://" + "a" * 300 + "..example/", "no address"),
        ("https://[::1", "no address"),
        ("https://\u202eexample.org/", "no address"),
        ("ftp://example.org/a.txt", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("data:text/html,Hello", "begin with http"),
        ("gopher://example.org/", "begin with http"),
        ("https://me:secret@example.org/", "user name or a password"),
        ("https://example.org@evil.example/", "user name or a password"),
        ("https://example.org/" + "a" * 2000, "longer than 2,000"),
    ],
)
def test_what_is_no_address_of_a_page_is_told(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        parse_address(typed)
    assert told.value.advice
    assert "secret" not in told.value.sentence


@given(st.text(max_size=60), st.sampled_from(["", "https://", "http://a.example/", "//", "https:"]))
def test_whatever_is_typed_is_an_address_or_told(typed: str, before: str) -> None:
    try:
        url = parse_address(before + typed)
    except BadInput:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert not url.userinfo
    assert 0 < port_of(url) < 2**16
    assert parse_address(str(url)) == url


def test_ports_on_which_pages_are_served() -> None:
    for good in ("http://a.example", "https://a.example", "http://a.example:8080/"):
        check_port(parse_address(good))
    assert port_of(parse_address("https://a.example")) == 443
    for odd in ("http://a.example:22/", "http://a.example:6379/", "https://a.example:25"):
        with pytest.raises(Unreachable, match="not fetched from port"):
            check_port(parse_address(odd))


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808",
     "2002:808:808::1"],
)  # fmt: skip
def test_what_is_of_the_whole_world(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.192"),
        *("168.63.129.16", "192.0.2.1", "198.51.100.1", "203.0.113.9", "198.18.0.1"),
        *("192.88.99.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1"),
        *("2001:db8::1", "3fff::1", "2001::1", "2001:10::1", "4000::1", "5f00::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::1"),
        *("2002:a9fe:a9fe::", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1"),
        *("", "localhost", "127.1", "2130706433", "8.8.8.8%eth0"),
    ],
)
def test_what_is_private_whatever_it_is_dressed_as(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(Unreachable, match="private network"):
        checked_addresses(["8.8.8.8", address])


def test_a_host_with_no_address_at_all_is_refused() -> None:
    with pytest.raises(Unreachable):
        checked_addresses([])


def test_addresses_keep_their_order_and_are_named_once() -> None:
    assert checked_addresses(["8.8.8.8", "1.1.1.1", "8.8.8.8"]) == ["8.8.8.8", "1.1.1.1"]


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1"])
def test_this_machine_is_known_by_whatever_name_the_system_takes_for_it(host: str) -> None:
    found = look_up(host, 80)
    assert found
    assert not any(is_public(address) for address in found)
