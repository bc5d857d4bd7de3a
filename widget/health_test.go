package widget

import (
	"context"
	"testing"
)

// Who asks is told how the server stands: programs as JSON, people in lines.
func TestReadyzTellsHowTheServerStands(t *testing.T) {
	d := openDesk(t, func(c *Config) {
		c.Standing = func(context.Context) Standing {
			return Standing{Node: "desk-1", Store: "postgres", Bus: "away", Index: Feed{Have: 7, Head: 9}, Leases: []string{"gaps", "keeper"}}
		}
		c.Ready = func(context.Context) []Problem { return []Problem{{Part: "index"}} }
	}, nil)
	const asJSON = `{"failing":["index"],"status":"not ready","node":"desk-1","store":"postgres","bus":"away","index":{"have":7,"head":9},"learned":false,"leases":["gaps","keeper"]}` + "\n"
	const asText = "not ready\nfailing: index\nnode: desk-1\nstore: postgres\nbus: away\nindex: 7 of 9\nlearned: false\nleases: gaps, keeper\n"
	for accept, want := range map[string]string{
		"": asJSON, "*/*": asJSON, "application/json": asJSON, "application/json, text/plain": asJSON,
		"text/plain": asText, "text/html,application/xhtml+xml,*/*;q=0.8": asText,
	} {
		r := request("GET", "/readyz", "")
		r.Header.Set("Accept", accept)
		resp := d.want(503, r, nil)
		if got := resp.Body.String(); got != want {
			t.Errorf("Accept %q: %s", accept, got)
		}
		if kind := resp.Header().Get("Content-Type"); want == asText && kind != "text/plain; charset=utf-8" {
			t.Errorf("Accept %q: lines are called %s", accept, kind)
		}
	}
}
