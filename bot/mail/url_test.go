package mail

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	for s, want := range map[string]Server{
		"smtp://mail.example":                       {Host: "mail.example", Port: 587},
		" smtp://mail.example:2525/ ":               {Host: "mail.example", Port: 2525},
		"smtps://mail.example":                      {Host: "mail.example", Port: 465, TLS: true},
		"smtp://u:p@mail.example:25":                {Host: "mail.example", Port: 25, User: "u", Password: "p"},
		"smtps://help%40shop.example:p%23%2F@[::1]": {Host: "::1", Port: 465, TLS: true, User: "help@shop.example", Password: "p#/"},
	} {
		if got, err := ParseURL(s); err != nil || got != want {
			t.Errorf("%q: %#v %q, %v", s, got, got.Password, err)
		}
	}
}

func TestParseURLSaysWhatIsWrong(t *testing.T) {
	for s, want := range map[string]string{
		"":                                    "begin with smtp://",
		"mail.example:587":                    "begin with smtp://",
		"https://u:hunter2@mail.example":      "begin with smtp://",
		"smtp://":                             "no host",
		"smtp://:587":                         "no host",
		"smtp://u:hunter2@mail.example:x":     "cannot be read",
		"smtp://u:hunter2@mail.example:0":     "between 1 and 65535",
		"smtp://u:hunter2@mail.example:65536": "between 1 and 65535",
		"smtp://u:hunter2#x@mail.example":     "",
		"smtp://u:hunter2@mail.example/in":    "end after the port",
		"smtp://u:hunter2@mail.example?a=b":   "end after the port",
		"smtp://u@mail.example":               "no password",
		"smtp://:hunter2@mail.example":        "no user",
		"smtp://u:hunter2%0d%0a@mail.example": "line ends",
		"smtp://u:hunter2@mail.example%0d":    "",
	} {
		v, err := ParseURL(s)
		if err == nil || !strings.Contains(err.Error(), want) || v != (Server{}) {
			t.Errorf("%q: %v, want an error with %q", s, err, want)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error tells the password: %v", s, err)
		}
	}
}

func TestNothingPrintsThePassword(t *testing.T) {
	v, err := ParseURL("smtp://u:hunter2@mail.example")
	if err != nil {
		t.Fatal(err)
	}
	c := Config{URL: "smtp://u:hunter2@mail.example", From: "help@shop.example"}
	for _, s := range []string{fmt.Sprintf("%v %+v %#v %s", v, v, v, v.LogValue()), fmt.Sprintf("%v %+v %#v %s", c, c, c, c.LogValue())} {
		if strings.Contains(s, "hunter2") {
			t.Errorf("printed: %s", s)
		}
	}
}

func TestOnlyThisMachineIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "mail.example": false, "localhost.example": false, "10.0.0.1": false} {
		if got := (Server{Host: host}).loopback(); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}

func FuzzParseURL(f *testing.F) {
	f.Add("smtp://u:p@mail.example:25")
	f.Add("smtps://[::1]:465")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseURL(s)
		if err != nil {
			return
		}
		if v.Host == "" || v.Port < 1 || v.Port > 65535 || (v.User == "") != (v.Password == "") || strings.ContainsAny(v.Host+v.User+v.Password, "\r\n") {
			t.Fatalf("%q is accepted as %#v", s, v)
		}
	})
}
