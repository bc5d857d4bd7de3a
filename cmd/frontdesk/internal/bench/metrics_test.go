package bench

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// What the desk used and made counts from when the talking began until nothing was owed.
func TestGauge(t *testing.T) {
	t.Parallel()
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("# HELP x\nprocess_resident_memory_bytes 5e+06\nfrontdesk_connections 7\nprocess_cpu_seconds_total 2.5\nfrontdesk_turn_seconds_count 40\nfrontdesk_turn_seconds_sum 1\n"))
	}))
	defer node.Close()
	w := newCrowd(Config{URLs: []string{node.URL, node.URL}, Customers: 1}, "gauge")
	got, ok := w.scrape(t.Context())
	if want := (figures{resident: 10e6, connections: 14, cpu: 5, turns: 80}); !ok || got != want {
		t.Fatalf("the nodes' figures are %+v, %v, want %+v", got, ok, want)
	}
	var g gauge
	g.before(figures{resident: 1e6}, true)
	g.connected(figures{resident: 4e6, connections: 10, cpu: 3, turns: 30}, true)
	g.look(got, true)
	m := g.result()
	if m.CPU != 2 || m.Turns != 50 || m.Most != 10e6 || m.PerConnection != 3e5 {
		t.Errorf("the report says %+v", m)
	}
}
