package session

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Origins knows which pages may talk to the desk: its own, and those of the customers' sites it serves.
type Origins struct {
	own   []string
	sites map[string][]string
}

// NewOrigins reads the desk's public address and each site's list of origins. An address on this machine
// answers to all of the machine's names for itself.
func NewOrigins(publicURL string, sites map[string][]string) (*Origins, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil, fmt.Errorf("public address %q: %w", publicURL, err)
	}
	own, err := ParseOrigin(u.Scheme + "://" + u.Host)
	if err != nil {
		return nil, fmt.Errorf("public address %q: %w", publicURL, err)
	}
	o := &Origins{own: aliases(own), sites: make(map[string][]string, len(sites))}
	for site, list := range sites {
		o.sites[site] = []string{}
		for _, s := range list {
			origin, err := ParseOrigin(s)
			if err != nil {
				return nil, fmt.Errorf("site %q: %w", site, err)
			}
			o.sites[site] = append(o.sites[site], origin)
		}
	}
	return o, nil
}

// Own returns the origin of the desk's public address.
func (o *Origins) Own() string { return o.own[0] }

// Secure reports whether the desk's public address is https.
func (o *Origins) Secure() bool { return strings.HasPrefix(o.own[0], "https:") }

// Of returns the origins of a site, as a browser writes them.
func (o *Origins) Of(site string) []string { return slices.Clone(o.sites[site]) }

// Staff reports whether a socket's opening request comes from one of the desk's own pages. A request that
// names no origin does not: every browser names it.
func (o *Origins) Staff(r *http.Request) bool {
	return slices.Contains(o.own, origin(r))
}

// Customer reports whether a socket's opening request comes from the panel, which is one of the desk's own
// pages, or from a page of one of the sites.
func (o *Origins) Customer(r *http.Request) bool {
	if o.Staff(r) {
		return true
	}
	from := origin(r)
	for _, list := range o.sites {
		if slices.Contains(list, from) {
			return true
		}
	}
	return false
}

// CustomerOf is Customer for one site, to be asked once the site is known.
func (o *Origins) CustomerOf(site string, r *http.Request) bool {
	return o.Staff(r) || slices.Contains(o.sites[site], origin(r))
}

func origin(r *http.Request) string {
	h := r.Header["Origin"]
	if len(h) != 1 {
		return ""
	}
	return h[0]
}

// ParseOrigin returns an origin as a browser writes it: scheme, host in lower case, and the port unless it is
// the scheme's own. It refuses wildcards, paths, user names and anything else that is more or less than an
// origin; the result may stand in a header.
func ParseOrigin(s string) (string, error) {
	fault := func(why string) (string, error) {
		return "", fmt.Errorf("%.80q is not an origin such as https://shop.example: %s", s, why)
	}
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return fault("it cannot be read as an address")
	}
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	switch {
	case scheme != "https" && scheme != "http":
		return fault("it must begin with https:// or http://")
	case u.User != nil || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.Opaque != "":
		return fault("nothing may follow the host and port")
	case host == "" || strings.HasSuffix(u.Host, ":"):
		return fault("the host or the port is missing")
	case !validHost(host):
		return fault("the host must be written in letters, digits, dots and hyphens")
	}
	if scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		port = ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	return scheme + "://" + host, nil
}

func validHost(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Zone() == ""
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || strings.Trim(label, "-abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return false
		}
	}
	return true
}

// aliases lists the other names of an origin on this machine after the origin itself.
func aliases(own string) []string {
	u, err := url.Parse(own)
	if err != nil {
		return []string{own}
	}
	names := []string{"localhost", "127.0.0.1", "::1"}
	if !slices.Contains(names, u.Hostname()) {
		return []string{own}
	}
	all := []string{own}
	for _, name := range names {
		host := name
		if strings.Contains(name, ":") {
			host = "[" + name + "]"
		}
		if u.Port() != "" {
			host = net.JoinHostPort(name, u.Port())
		}
		if alias := u.Scheme + "://" + host; alias != own {
			all = append(all, alias)
		}
	}
	return all
}
