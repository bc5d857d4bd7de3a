package app

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
)

func TestNodeKeepsItsName(t *testing.T) {
	c := Config{Data: t.TempDir()}
	first, err := c.nodeName()
	if err != nil || !validNode.MatchString(first) {
		t.Fatalf("a node is called %q, %v", first, err)
	}
	if again, err := c.nodeName(); err != nil || again != first {
		t.Errorf("after a restart it is called %q instead of %q, %v", again, first, err)
	}
	other := Config{Data: t.TempDir()}
	if name, err := other.nodeName(); err != nil || name == first {
		t.Errorf("another node has the same name %q, %v", name, err)
	}
	c.Node = "desk-1"
	if name, err := c.nodeName(); err != nil || name != "desk-1" {
		t.Errorf("--node is not heeded: %q, %v", name, err)
	}
}

func TestNodeFileOfNonsense(t *testing.T) {
	c := Config{Data: t.TempDir()}
	path := filepath.Join(c.Data, "node")
	if err := os.WriteFile(path, []byte("two words"), 0o600); err != nil {
		t.Fatal(err)
	}
	if name, err := c.nodeName(); err == nil || !strings.Contains(err.Error(), "--node") {
		t.Errorf("called %q, %v", name, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil { // the disk was full once
		t.Fatal(err)
	}
	if name, err := c.nodeName(); err != nil || !validNode.MatchString(name) {
		t.Errorf("called %q, %v", name, err)
	}
}

// A second server over a data directory is refused, before it changes anything; a command beside a server is not.
func TestOneServerForADirectory(t *testing.T) {
	c := Default()
	c.Data, c.Encoder = t.TempDir(), "off"
	quiet := slog.New(slog.DiscardHandler)
	first, err := New(t.Context(), c, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := New(t.Context(), c, quiet); !errors.Is(err, ErrServed) || !strings.Contains(err.Error(), "--data") {
		t.Errorf("a second server: %v, %v", second, err)
	}
	if err := WithDatabase(t.Context(), c, quiet, func(*sqldb.DB) error { return nil }); err != nil {
		t.Errorf("a command beside the server: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := New(t.Context(), c, quiet)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

func TestSettingsOfSeveralServers(t *testing.T) {
	for _, x := range []struct {
		change func(c *Config)
		want   string // in the refusal; "" is right
	}{
		{func(c *Config) {}, ""},
		{func(c *Config) { c.Store, c.Bus = "postgres://u:secret@h/desk", []string{"nats://a:4222", "tls://t@b"} }, ""},
		{func(c *Config) { c.Store = "postgresql:///desk?host=/run/pg" }, ""},
		{func(c *Config) { c.Store = "mysql://u:secret@h/desk" }, "--store"},
		{func(c *Config) { c.Store = "/var/lib/desk" }, "--data"},
		{func(c *Config) { c.Store = "postgres://u:sec%ret@h/desk" }, "%40"},
		{func(c *Config) { c.Store, c.Database.Connections = "postgres:///desk", 2 }, "--store-connections"},
		{func(c *Config) { c.Store, c.Database.Timeout = "postgres:///desk", 0 }, "--store-timeout"},
		{func(c *Config) { c.Store, c.Database.Patience = "postgres:///desk", -time.Second }, "--store-patience"},
		{func(c *Config) { c.Bus = []string{"nats://u:secret@a:4222"} }, "--store"},
		{func(c *Config) { c.Store, c.Bus = "postgres:///desk", []string{"http://u:secret@a"} }, "--bus"},
		{func(c *Config) { c.Store, c.Bus = "postgres:///desk", []string{"a:4222"} }, "--bus"},
		{func(c *Config) { c.Node = "desk 1" }, "--node"},
		{func(c *Config) { c.Node = strings.Repeat("n", 64) }, "--node"},
		{func(c *Config) { c.DrainDelay = -1 }, "--drain-delay"},
	} {
		c := Default()
		x.change(&c)
		err := c.Validate()
		switch {
		case x.want == "" && err != nil:
			t.Errorf("%+v: %v", c.Store, err)
		case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)):
			t.Errorf("%s %v: refused with %v, want a word of %s", c.Store, c.Bus, err, x.want)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("the refusal shows a password: %v", err)
		}
	}
}
