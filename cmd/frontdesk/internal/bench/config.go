package bench

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Config says who comes to the desk and how they behave.
type Config struct {
	URLs      []string // of the nodes of one desk; customers and agents are spread over them
	Origin    string   // that the sockets name; "" for the node's own address
	Site      string
	Customers int
	Agents    int
	Duration  time.Duration // from when everybody is connected
	Think     time.Duration // mean time between an answer and the next question
	Ramp      time.Duration // over which the customers connect
	Patience  time.Duration // that the desk has for what is owed at the end
	Persons   float64       // share of messages that ask for a person; needs agents
	Queue     bool          // customers ask for a person first and wait in the queue; agents are there and take nobody
	Slow      float64       // share of customers who do not read for long stretches
	Cut       float64       // share of messages after which the connection breaks
	Storm     bool          // all connections break at once, half-way
	Questions []string      // nil for the built-in ones
	Staff     []Credential  // of agents, at least one if there are agents
	Seed      uint64
	Owned     bool // the person at the keyboard says that they own a desk that is not on this machine
}

// Credential lets a member of the staff in: a one-time link, or an address and a password.
type Credential struct{ Link, Email, Password string }

// Bounds of what one process can do.
const (
	maxCustomers = 50000
	maxDuration  = 24 * time.Hour
)

// Validate says what is wrong with the configuration, in words for the person who wrote it.
func (c *Config) Validate() error {
	if len(c.URLs) == 0 {
		return errors.New("name the desk by its address, such as http://127.0.0.1:8080")
	}
	for _, u := range c.URLs {
		if err := c.validURL(u); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		flag  string
		share float64
	}{{"--slow", c.Slow}, {"--cut", c.Cut}, {"--persons", c.Persons}} {
		if !(s.share >= 0 && s.share <= 1) {
			return fmt.Errorf("%s %v: want a share from 0 to 1, such as 0.1", s.flag, s.share)
		}
	}
	switch {
	case c.Customers < 1 || c.Customers > maxCustomers:
		return fmt.Errorf("--customers %d: want 1 to %d", c.Customers, maxCustomers)
	case c.Agents < 0 || c.Agents > 1000:
		return fmt.Errorf("--agents %d: want 0 to 1000", c.Agents)
	case c.Agents > 0 && len(c.Staff) == 0:
		return errors.New("--agents needs --staff FILE with a one-time sign-in link, or an e-mail address and a password, a line")
	case c.Duration <= 0 || c.Duration > maxDuration:
		return fmt.Errorf("--duration %v: want more than nothing and at most %v", c.Duration, maxDuration)
	case c.Think < 0 || c.Ramp < 0 || c.Patience <= 0:
		return errors.New("--think and --ramp are durations such as 5s; --patience must be more than nothing")
	}
	return nil
}

func (c *Config) validURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("%q is not the address of a desk, such as http://127.0.0.1:8080", address)
	}
	if host := u.Hostname(); !c.Owned && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return fmt.Errorf("%s is not this machine. A load test can make a desk unusable and fills it with conversations: if it is yours, say so with --yes-i-own-it", host)
	}
	return nil
}

// header is what the sockets at a node say about themselves.
func (c *Config) header(node string) http.Header {
	origin := c.Origin
	if origin == "" {
		origin = node
	}
	return http.Header{"Origin": {origin}, "User-Agent": {"frontdesk-bench"}}
}

// ReadStaff reads credentials, one a line: a sign-in link, or an e-mail address and a password with blanks between them.
// Empty lines and lines that begin with # are skipped.
func ReadStaff(text string) ([]Credential, error) {
	var out []Credential
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, token, ok := strings.Cut(line, "#link="); ok && token != "" && !strings.ContainsAny(line, " \t") {
			out = append(out, Credential{Link: token})
			continue
		}
		email, password, ok := strings.Cut(line, " ")
		password = strings.TrimSpace(password)
		if !ok || password == "" || !strings.Contains(email, "@") {
			return nil, fmt.Errorf("line %d is neither a sign-in link nor an e-mail address and a password", n)
		}
		out = append(out, Credential{Email: email, Password: password})
	}
	if len(out) == 0 {
		return nil, errors.New("there is nobody in it")
	}
	return out, nil
}
