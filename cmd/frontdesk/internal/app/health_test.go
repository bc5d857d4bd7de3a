package app

import (
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
)

// How the bus and the sockets stand is in the metrics.
func TestGauges(t *testing.T) {
	c := Default()
	c.Data, c.Encoder = filepath.Join(t.TempDir(), "data"), "off"
	s := serve(t, c)
	resp, err := http.Get(s.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bus_reconnects", "bus_lost", "queued_bytes", "connections"} {
		if !regexp.MustCompile(`(?m)^frontdesk_` + name + ` 0$`).Match(text) {
			t.Errorf("there is no frontdesk_%s, or it is not 0, where nobody is", name)
		}
	}
}
