package bench

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// Who is not let in is told why and what to do.
func TestWhyNobodyGetsIn(t *testing.T) {
	t.Parallel()
	answers := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", status) }
	}
	closes := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var up websocket.Upgrader
			ws, err := up.Upgrade(w, r, nil)
			if err != nil {
				return
			}
			defer ws.Close()
			var in wire.In
			_ = ws.ReadJSON(&in)
			_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
			_ = ws.ReadJSON(&in)
		}
	}
	for name, tt := range map[string]struct {
		desk http.HandlerFunc
		want string
	}{
		"another server":      {answers(http.StatusNotFound), "There is no desk at this address"},
		"a plain page":        {func(w http.ResponseWriter, _ *http.Request) {}, "There is no desk at this address"},
		"a foreign origin":    {answers(http.StatusForbidden), "--origin"},
		"its limits":          {answers(http.StatusServiceUnavailable), "--unlimited"},
		"limits of addresses": {answers(http.StatusTooManyRequests), "--unlimited"},
		"a proxy without it":  {answers(http.StatusBadGateway), "see whether the desk runs"},
		"moved":               {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", http.StatusFound) }, "elsewhere"},
		"another version":     {closes(wire.CloseVersion), "of the same release"},
		"full":                {closes(wire.CloseOverload), "--unlimited"},
		"draining":            {closes(wire.CloseDraining), "start it again"},
		"blocked":             {closes(wire.CloseBanned), "blocked"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := httptest.NewServer(tt.desk)
			defer desk.Close()
			fails(t, t.Context(), desk.URL, tt.want)
		})
	}
	t.Run("nobody", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		fails(t, t.Context(), "http://"+l.Addr().String(), "Nothing listens there")
	})
}

// fails runs one customer and wants a sentence in the error.
func fails(t *testing.T, ctx context.Context, url, want string) {
	t.Helper()
	c := Config{URLs: []string{url}, Site: "main", Customers: 1, Duration: time.Second, Patience: time.Second}
	_, err := Run(ctx, c, "entry0123456789", nobody{})
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), url) {
		t.Errorf("the error is %q, want %q and the address in it", err, want)
	}
}
