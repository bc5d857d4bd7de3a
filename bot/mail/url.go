package mail

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Server is the SMTP server that takes our mail. Printing it does not print the password.
type Server struct {
	Host     string
	Port     int
	TLS      bool   // encrypted from the first byte; otherwise STARTTLS is demanded, unless the host is this machine
	User     string // "" signs in as nobody
	Password string
}

// Ports that are meant when none is named (RFC 6409, RFC 8314).
const (
	portSubmission  = 587
	portSubmissions = 465
)

// ParseURL reads the address of an SMTP server: smtp://USER:PASSWORD@HOST:PORT, or smtps:// for encryption from the
// first byte. User and port may be left out. What is wrong is said without repeating the password.
func ParseURL(s string) (Server, error) {
	const form = "write smtp://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT"
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil { // the error repeats the address, and the address holds the password
		return Server{}, errors.New("the mail server's address cannot be read: " + form + ", with characters such as # / ? @ % in the password as %23 and so on")
	}
	v := Server{Host: u.Hostname(), Port: portSubmission}
	switch u.Scheme {
	case "smtp":
	case "smtps":
		v.TLS, v.Port = true, portSubmissions
	default:
		return Server{}, errors.New("the mail server's address must begin with smtp:// or smtps://: " + form)
	}
	switch {
	case v.Host == "":
		return Server{}, errors.New("the mail server's address names no host: " + form)
	case strings.ContainsFunc(v.Host, unhosted):
		return Server{}, errors.New("the mail server's host has characters that no host has")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return Server{}, errors.New("the mail server's address must end after the port; write # / ? in the password as %23 %2F %3F")
	}
	if port := u.Port(); port != "" {
		if v.Port, err = strconv.Atoi(port); err != nil || v.Port < 1 || v.Port > 65535 {
			return Server{}, fmt.Errorf("the mail server's port must lie between 1 and 65535, not %s", port)
		}
	}
	return v.signedIn(u.User)
}

func (v Server) signedIn(user *url.Userinfo) (Server, error) {
	if user == nil {
		return v, nil
	}
	v.User = user.Username()
	v.Password, _ = user.Password()
	switch {
	case v.User == "":
		return Server{}, errors.New("the mail server's address has a password and no user")
	case v.Password == "":
		return Server{}, errors.New("the mail server's address has a user and no password")
	case strings.ContainsAny(v.User+v.Password, "\r\n\x00"):
		return Server{}, errors.New("the mail server's user and password must not hold line ends")
	}
	return v, nil
}

func unhosted(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`<>"'\^|{}`+"`", r) }

// loopback reports whether the server is on this machine, where nobody listens on the way.
func (v Server) loopback() bool {
	ip := net.ParseIP(v.Host)
	return strings.EqualFold(v.Host, "localhost") || ip != nil && ip.IsLoopback()
}

// String returns the address without user and password.
func (v Server) String() string {
	scheme := "smtp"
	if v.TLS {
		scheme = "smtps"
	}
	return scheme + "://" + net.JoinHostPort(v.Host, strconv.Itoa(v.Port))
}

// GoString returns the address without user and password.
func (v Server) GoString() string { return v.String() }

// LogValue returns the address without user and password.
func (v Server) LogValue() slog.Value { return slog.StringValue(v.String()) }
