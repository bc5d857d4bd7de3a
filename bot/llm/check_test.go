package llm

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/bot/llm/scripted"
)

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{Key: secretKey, Models: []string{"small"}})
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("nothing is wrong: %v", err)
	}
	unused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := unused.Addr().String()
	unused.Close()
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Config.ErrorLog = log.New(io.Discard, "", 0) // failed handshakes are what is tried here
	tls.StartTLS()
	defer tls.Close()
	for _, c := range []struct {
		name   string
		change func(*EmbedderConfig)
		reason Reason
		fix    bool
		says   string
	}{
		{"no key", func(c *EmbedderConfig) { c.Key = "" }, ReasonKey, true, "wants a key (401), and none is set"},
		{"wrong key", func(c *EmbedderConfig) { c.Key += "9" }, ReasonKey, true, "does not know the key (401)"},
		{"unknown model", func(c *EmbedderConfig) { c.Model = "large" }, ReasonModel, true, `has no model "large" (404)`},
		{"wrong path", func(c *EmbedderConfig) { c.BaseURL = strings.TrimSuffix(c.BaseURL, "/v1") }, ReasonPath, true, "often ends in /v1"},
		{"nothing there", func(c *EmbedderConfig) { c.BaseURL = "http://" + dead + "/v1" }, ReasonUnreachable, false, "refuses connections: is it running"},
		{"unknown host", func(c *EmbedderConfig) { c.BaseURL = "http://models.invalid/v1" }, ReasonUnreachable, true, "at models.invalid cannot be found"},
		{"a certificate of its own", func(c *EmbedderConfig) { c.BaseURL = tls.URL }, ReasonUnreachable, true, "does not trust"},
		{"no TLS", func(c *EmbedderConfig) { c.BaseURL = strings.Replace(c.BaseURL, "http", "https", 1) }, ReasonUnreachable, true, "write http:// in the base URL"},
		{"TLS wanted", func(c *EmbedderConfig) { c.BaseURL = strings.Replace(tls.URL, "https", "http", 1) }, ReasonRefused, false, "begin with https://"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := play(t, scripted.Config{Key: secretKey, Models: []string{"small"}}, c.change, func(c *EmbedderConfig) {
				if strings.Contains(c.BaseURL, ".invalid") {
					c.HTTP = &http.Client{Transport: &http.Transport{DialContext: nowhere}}
				}
			})
			err := s.Check(t.Context())
			var fault *Error
			if !errors.As(err, &fault) || fault.Reason != c.reason || fault.Fix != c.fix || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %+v %v, want %s with %q", fault, err, c.reason, c.says)
			}
			secretFree(t, err.Error())
			if n := s.server.Received(); n > 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// A check is made even of a server that is taken to be dead, and brings it back.
func TestCheckBringsAServerBack(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	s.server.Play(scripted.Embeddings, repeat(scripted.Reset(), failuresToOpen)...)
	_, _ = s.ask()
	if _, err := s.ask(); !errors.Is(err, ErrDown) {
		t.Fatalf("got %v", err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ask(); err != nil {
		t.Error(err)
	}
}

func TestNewEmbedderRefuses(t *testing.T) {
	t.Parallel()
	good := EmbedderConfig{BaseURL: "https://models.example/v1", Model: "small", Key: secretKey}
	for _, c := range []struct {
		name   string
		change func(*EmbedderConfig)
		says   string
	}{
		{"no address", func(c *EmbedderConfig) { c.BaseURL = " " }, "base URL is missing"},
		{"no scheme", func(c *EmbedderConfig) { c.BaseURL = "models.example/v1" }, "does not begin with https://"},
		{"host and port alone", func(c *EmbedderConfig) { c.BaseURL = "localhost:11434/v1" }, "does not begin with https://"},
		{"address and port alone", func(c *EmbedderConfig) { c.BaseURL = "127.0.0.1:11434/v1" }, "does not begin with https://"},
		{"another scheme", func(c *EmbedderConfig) { c.BaseURL = "ftp://models.example/v1" }, "does not begin with https://"},
		{"no host", func(c *EmbedderConfig) { c.BaseURL = "https:///v1" }, "cannot be read"},
		{"a broken address", func(c *EmbedderConfig) { c.BaseURL = "https://" + secretKey + ":%zz@h/v1" }, "cannot be read"},
		{"a key as the user", func(c *EmbedderConfig) { c.BaseURL = "https://" + secretKey + "@models.example/v1" }, "give it as the key"},
		{"a key in the query", func(c *EmbedderConfig) { c.BaseURL += "?key=" + secretKey }, "give a key as the key"},
		{"a line break in the key", func(c *EmbedderConfig) { c.Key = secretKey + "\n" + secretKey }, "copy it again"},
		{"no model", func(c *EmbedderConfig) { c.Model = "" }, "no model is named"},
		{"a line break in the model", func(c *EmbedderConfig) { c.Model = "a\nb" }, "model's name"},
		{"a length below zero", func(c *EmbedderConfig) { c.Dimensions = -1 }, "length of vectors"},
		{"a length beyond reason", func(c *EmbedderConfig) { c.Dimensions = MaxDimensions + 1 }, "length of vectors"},
		{"a batch beyond reason", func(c *EmbedderConfig) { c.Batch = 1 << 20 }, "number of texts"},
		{"no time", func(c *EmbedderConfig) { c.Timeout = -1 }, "time for one request"},
	} {
		set := good
		c.change(&set)
		_, err := NewEmbedder(set)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.says)
			continue
		}
		secretFree(t, err.Error())
	}
	for _, base := range []string{"https://models.example/v1", " https://models.example/v1/ ", "https://models.example/v1/embeddings", "http://[::1]:8080"} {
		set := good
		set.BaseURL = base
		e, err := NewEmbedder(set)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		if strings.HasPrefix(base, "https") && e.at.base != "https://models.example/v1" {
			t.Errorf("%s becomes %s", base, e.at.base)
		}
		e.Close()
	}
}

func TestPrintingAConfigurationTellsNoKey(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	c := s.set
	s.set.Log.Info("configured", "with", c)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		secretFree(t, fmt.Sprintf(verb, c))
	}
}

func TestAKeyThatTravelsInTheOpenIsWarnedOf(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]bool{
		"http://models.example/v1": true, "https://models.example/v1": false, "http://localhost:1/v1": false, "http://127.0.0.1:1": false, "http://[::1]:1/v1": false,
	} {
		s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.BaseURL = base })
		if got := strings.Contains(s.logged(), "travels unencrypted"); got != want {
			t.Errorf("%s: warned is %v", base, got)
		}
	}
}
