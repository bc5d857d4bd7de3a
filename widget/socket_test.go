package widget

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"frontdesk/bot/account"
)

// A socket opens through everything that stands before it, and is counted.
func TestSocketOpens(t *testing.T) {
	var up websocket.Upgrader
	echo := func(w http.ResponseWriter, r *http.Request) {
		up.CheckOrigin = func(*http.Request) bool { return true } // the edge has done it
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		kind, b, err := c.ReadMessage()
		if err == nil {
			err = c.WriteMessage(kind, b)
		}
		if err != nil {
			t.Error(err)
		}
	}
	d := openDesk(t, func(c *Config) {
		c.CustomerSocket = http.HandlerFunc(echo)
		c.StaffSocket = func(w http.ResponseWriter, r *http.Request, _ account.Staff) { echo(w, r) }
	}, nil)
	agent := d.session(d.staff("agent@shop.example", account.Agent))
	served := make(chan struct{}, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.edge.mux.ServeHTTP(w, r)
		served <- struct{}{}
	}))
	defer server.Close()
	for _, path := range []string{"/ws/customer", "/ws/staff"} {
		h := http.Header{"Origin": {ownURL}, "Cookie": {agent.Name + "=" + agent.Value}}
		c, _, err := websocket.DefaultDialer.Dial(strings.Replace(server.URL, "http", "ws", 1)+path, h)
		if err != nil {
			t.Fatal(path, err)
		}
		if err := c.WriteMessage(websocket.TextMessage, []byte("hello")); err != nil {
			t.Fatal(err)
		}
		if _, b, err := c.ReadMessage(); err != nil || string(b) != "hello" {
			t.Errorf("%s: read %q, %v", path, b, err)
		}
		c.Close()
		<-served
	}
	text := d.want(200, request("GET", "/metrics", "", func(r *http.Request) { r.RemoteAddr = "127.0.0.1:1" }), nil).Body.String()
	if !strings.Contains(text, `{method="GET",route="/ws/staff",status="101"} 1`) {
		t.Errorf("not counted:\n%s", text)
	}
}
