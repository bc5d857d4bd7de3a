package session

import (
	"net/http"
	"net/netip"
	"strings"
)

// Addresses finds out the network address of the client behind a request.
type Addresses struct {
	proxies []netip.Prefix
}

// NewAddresses returns a reader of addresses that believes X-Forwarded-For only as far as it was written by
// the listed proxies. Without any, the address is always the connection's.
func NewAddresses(proxies []netip.Prefix) *Addresses { return &Addresses{proxies: proxies} }

// Of returns the client's address, the zero Addr if the connection has none. The header is read from the
// right, since each proxy appends the address it was called from: the first that is not a listed proxy is the
// client. What cannot be read ends the walk at the last proxy known.
func (a *Addresses) Of(r *http.Request) netip.Addr {
	last := peer(r)
	if !a.listed(last) {
		return last
	}
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return last
		}
		last = hop.Unmap().WithZone("")
		if !a.listed(last) {
			return last
		}
	}
	return last
}

// Direct reports whether nothing says that the request came through a proxy that is not listed.
func (a *Addresses) Direct(r *http.Request) bool {
	if a.listed(peer(r)) {
		return true
	}
	for _, h := range []string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"} {
		if len(r.Header[h]) > 0 {
			return false
		}
	}
	return true
}

// Network returns what counts as one client when requests are counted: an IPv4 address, or the /64 network
// that one IPv6 host commands.
func (a *Addresses) Network(r *http.Request) string {
	addr := a.Of(r)
	if addr.Is6() {
		p, _ := addr.Prefix(64)
		return p.String()
	}
	return addr.String()
}

func (a *Addresses) listed(addr netip.Addr) bool {
	for _, p := range a.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

func peer(r *http.Request) netip.Addr {
	p, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr().Unmap().WithZone("")
}
