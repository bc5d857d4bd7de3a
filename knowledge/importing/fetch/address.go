package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"syscall"
)

// Refused says that a name stands for an address that is not public.
type Refused struct{ Address string }

// Error implements error.
func (r *Refused) Error() string {
	return fmt.Sprintf("it leads to %s, which is not a public address; if the page is on your own network, allow private addresses", r.Address)
}

// special are the ranges that net/netip does not name and that are not the public Internet: the IANA special-purpose
// registries for IPv4 and IPv6, among them those that carry an IPv4 address inside an IPv6 one.
var special = prefixes("0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 " +
	"::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fec0::/10")

func prefixes(list string) (out []netip.Prefix) {
	for _, p := range strings.Fields(list) {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Public reports whether an address belongs to the public Internet. One that maps IPv4 into IPv6 never does: whoever
// means the IPv4 address can write it.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Is4In6() || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// control returns the check that a dialer makes before each connection, when the address is known.
func control(private bool) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, network, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || network != "tcp4" && network != "tcp6" {
			return &Refused{Address: address}
		}
		if !private && !Public(to.Addr()) {
			return &Refused{Address: to.Addr().String()}
		}
		return nil
	}
}
