package bench

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// upgraded serves one WebSocket with the library that the product uses.
func upgraded(t *testing.T, serve func(ws *websocket.Conn)) string {
	var up websocket.Upgrader
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ws, err := up.Upgrade(w, r, nil); err == nil {
			defer ws.Close()
			serve(ws)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func open(t *testing.T, url string) *socket {
	t.Helper()
	s, err := dial(t.Context(), url, http.Header{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.conn.Close() })
	return s
}

func soon() time.Time { return time.Now().Add(10 * time.Second) }

// Messages of all lengths that are written differently come back as they were sent.
func TestSocketEchoes(t *testing.T) {
	s := open(t, upgraded(t, func(ws *websocket.Conn) {
		for {
			kind, b, err := ws.ReadMessage()
			if err != nil || ws.WriteMessage(kind, b) != nil {
				return
			}
		}
	}))
	for _, n := range []int{1, 125, 126, 511, 512, 513, 65535, 65536, 200000} {
		want := strings.Repeat("abcdefg", n/7+1)[:n]
		if err := s.write(opText, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if err := s.wait(soon()); err != nil {
			t.Fatal(err)
		}
		if b, err := s.message(nil); err != nil || string(b) != want {
			t.Fatalf("of %d bytes %d came back: %v", n, len(b), err)
		}
	}
}

func TestSocketAnswersPingsAndPutsPartsTogether(t *testing.T) {
	ponged := make(chan string, 1)
	s := open(t, upgraded(t, func(ws *websocket.Conn) {
		ws.SetPongHandler(func(data string) error { ponged <- data; return nil })
		_ = ws.WriteControl(websocket.PingMessage, []byte("here?"), soon())
		raw := ws.NetConn()
		_, _ = raw.Write([]byte("\x01\x03one\x89\x00\x80\x03two")) // a part, a ping, the other part
		_, _, _ = ws.ReadMessage()
	}))
	for i, want := range []string{"", "onetwo"} {
		if err := s.wait(soon()); err != nil {
			t.Fatal(err)
		}
		if b, err := s.message(nil); err != nil || string(b) != want {
			t.Fatalf("message %d is %q, %v", i, b, err)
		}
	}
	if got := <-ponged; got != "here?" {
		t.Errorf("the ping is answered with %q", got)
	}
}

func TestSocketHearsWhyItEnds(t *testing.T) {
	s := open(t, upgraded(t, func(ws *websocket.Conn) {
		_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4001, "too slow"), soon())
		_, _, _ = ws.ReadMessage()
	}))
	_ = s.wait(soon())
	_, err := s.message(nil)
	if end, ok := errors.AsType[*closed](err); !ok || end.code != 4001 || end.reason != "too slow" {
		t.Errorf("it ended with %v", err)
	}
}

func TestSocketWaitsUntilTheTime(t *testing.T) {
	release := make(chan bool)
	s := open(t, upgraded(t, func(ws *websocket.Conn) {
		<-release
		_ = ws.WriteMessage(websocket.TextMessage, []byte("late"))
		_, _, _ = ws.ReadMessage()
	}))
	for range 3 {
		if err := s.wait(time.Now().Add(time.Millisecond)); !errors.Is(err, errQuiet) {
			t.Fatalf("while nothing comes it says %v", err)
		}
	}
	release <- true
	if err := s.wait(soon()); err != nil {
		t.Fatal(err)
	}
	if b, err := s.message(nil); err != nil || string(b) != "late" {
		t.Errorf("after quiet times %q came, %v", b, err)
	}
}

func TestSocketIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		fits   func(err error) bool
	}{
		"for now": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			http.Error(w, "too many", http.StatusServiceUnavailable)
		}, func(err error) bool {
			no, ok := errors.AsType[*refused](err)
			return ok && no.status == 503 && no.retry == 7*time.Second && no.said == "too many"
		}},
		"by a page": {func(w http.ResponseWriter, _ *http.Request) {}, func(err error) bool {
			no, ok := errors.AsType[*refused](err)
			return ok && no.status == 200
		}},
		"by who does not know the key": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"))
				conn.Close()
			}
		}, func(err error) bool { return err != nil && strings.Contains(err.Error(), "does not fit the key") }},
	} {
		server := httptest.NewServer(tt.answer)
		if _, err := dial(t.Context(), server.URL, http.Header{}, 0); !tt.fits(err) {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

// Whatever a server sends, reading it ends, and takes no more memory than a message may have.
func FuzzSocketReads(f *testing.F) {
	f.Add([]byte("\x81\x03abc\x88\x02\x03\xe8"))
	f.Add([]byte("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("\x01\x7e\x00\x03abc\x89\x00\x80\x01d"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		ours, theirs := net.Pipe()
		go func() {
			_, _ = theirs.Write(sent)
			theirs.Close()
		}()
		go func() { // what we answer
			var b [512]byte
			for {
				if _, err := theirs.Read(b[:]); err != nil {
					return
				}
			}
		}()
		defer ours.Close()
		s := &socket{conn: ours, r: bufio.NewReaderSize(ours, readBuffer)}
		for n := 0; ; n++ {
			if err := s.wait(soon()); err != nil {
				return
			}
			b, err := s.message(nil)
			if len(b) > maxMessage {
				t.Fatalf("a message of %d bytes", len(b))
			}
			if err != nil {
				return
			}
			if n > len(sent) {
				t.Fatalf("%d messages came out of %d bytes", n, len(sent))
			}
		}
	})
}
