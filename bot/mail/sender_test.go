package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
)

func TestEncryption(t *testing.T) { each(t, testEncryption) }

func testEncryption(t *testing.T) {
	remote := func(c *Config) { // what is said to 127.0.0.1 is meant for mail.example
		c.URL = strings.Replace(c.URL, "127.0.0.1", "mail.example", 1)
	}
	for name, c := range map[string]struct {
		server    mailtest.Config
		remote    bool
		trusted   bool
		sent      bool
		encrypted bool
	}{
		"STARTTLS":                            {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, true, true, true, true},
		"STARTTLS, unknown authority":         {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, true, false, false, false},
		"no STARTTLS":                         {mailtest.Config{User: "u", Password: "p"}, true, true, false, false},
		"no STARTTLS and no password":         {mailtest.Config{}, true, true, false, false},
		"TLS":                                 {mailtest.Config{TLS: true, User: "u", Password: "p"}, true, true, true, true},
		"TLS, unknown authority":              {mailtest.Config{TLS: true}, true, false, false, false},
		"this machine":                        {mailtest.Config{User: "u", Password: "p"}, false, false, true, false},
		"this machine, STARTTLS, own signing": {mailtest.Config{StartTLS: true, User: "u", Password: "p"}, false, false, true, true},
		"this machine, TLS":                   {mailtest.Config{TLS: true, User: "u", Password: "p"}, false, true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := set(t, c.server)
			if c.remote {
				remote(&s.config)
				s.config.Dial = toServer(s.server)
			}
			if c.trusted {
				s.config.TLS = trusting(s.server)
			}
			s.sender = s.another(s.config)
			s.enqueue(letter(1))
			s.drain()
			want := Counts{Waiting: 1}
			if c.sent {
				want = Counts{Sent: 1}
			}
			s.counts(want)
			if got := s.server.Encrypted() > 0; got != c.encrypted {
				t.Errorf("encrypted: %v", got)
			}
			if !c.sent && s.server.Reached(mailtest.Auth) > 0 {
				t.Error("the password was sent")
			}
		})
	}
}

func TestTheConfigurationIsChecked(t *testing.T) {
	good := Config{URL: "smtp://mail.example", From: "help@shop.example", Links: links(t, time.Now)}
	if _, err := New(nil, good); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Config){
		"begin with smtp://":   func(c *Config) { c.URL = "mail.example" },
		"the sender of mail":   func(c *Config) { c.From = "help" },
		"Shop <help@shop.exam": func(c *Config) { c.From = "help@shop.example\r\nBcc: x@y.z" },
		"answers to mail":      func(c *Config) { c.ReplyTo = "nobody" },
		"links":                func(c *Config) { c.Links = nil },
		"negative":             func(c *Config) { c.Timeout = -1 },
	} {
		c := good
		change(&c)
		if _, err := New(nil, c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	for host, want := range map[string]string{"help.example": "help.example", "10.0.0.1": "[10.0.0.1]", "::1": "[IPv6:::1]"} {
		if got := helloName(host); got != want {
			t.Errorf("%s is called %s", host, got)
		}
	}
}

// A letter that cannot be read back is put aside.
func TestABrokenRow(t *testing.T) { each(t, testABrokenRow) }

func testABrokenRow(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1), letter(2))
	s.breakRow("letter-1")
	s.drain()
	s.counts(Counts{Sent: 1, Failed: 1})
	if u := s.failure(); u.ID != "letter-1" {
		t.Fatalf("%+v", u)
	}
}

func TestAClosedOutboxIsAnError(t *testing.T) { each(t, testAClosedOutboxIsAnError) }

func testAClosedOutboxIsAnError(t *testing.T) {
	s := set(t, mailtest.Config{})
	s.enqueue(letter(1))
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.sender.Drain(t.Context()); err == nil {
		t.Fatal("draining a closed outbox works")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.sender.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(fmt.Errorf("run: %w", err))
	}
}
