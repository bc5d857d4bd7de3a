//go:build unix

package main_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/gorilla/websocket"

	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/wire"
)

// bareFloor builds the least that a server process can be: all that the start of a desk takes beyond it is the desk's.
func bareFloor(b *testing.B) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "floor")
	if out, err := exec.Command("go", "build", "-o", name, "./testdata/floor").CombinedOutput(); err != nil {
		b.Fatalf("build the floor: %v\n%s", err, out)
	}
	return name
}

// durableFloor starts this test binary as the durable floor and returns its address.
func durableFloor(b *testing.B) string {
	b.Helper()
	url, end, _ := process(b, exec.Command(os.Args[0], "-test.run", "^TestFloorProcess$"), "FRONTDESK_FLOOR=durable")
	b.Cleanup(end)
	return url
}

// TestFloorProcess is the server process of the durable floor. In a normal run there is nothing to serve.
func TestFloorProcess(t *testing.T) {
	if os.Getenv("FRONTDESK_FLOOR") == "" {
		return
	}
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "floor.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("CREATE TABLE log (n INTEGER PRIMARY KEY, body BLOB)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	r := chi.NewRouter()
	r.Get("/metrics", ownFigures)
	r.Get("/ws/customer", durableEcho(db))
	server := httptest.NewServer(r)
	fmt.Println("floor", server.URL)
	ctx, stop := signal.NotifyContext(t.Context(), syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	server.CloseClientConnections() // sockets are not the server's any more
}

// ownFigures shows what the bench reads of /metrics.
func ownFigures(w http.ResponseWriter, _ *http.Request) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) == nil {
		fmt.Fprintf(w, "process_resident_memory_bytes %d\nprocess_cpu_seconds_total %g\n", u.Maxrss<<10, float64(u.Utime.Nano()+u.Stime.Nano())/1e9)
	}
}

// durableEcho acknowledges what it has committed and knows nothing else of a desk.
func durableEcho(db *sqldb.DB) http.HandlerFunc {
	up := websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}}
	return func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		go func() {
			defer ws.Close()
			for seq := int64(1); ; {
				_, m, err := ws.ReadMessage()
				if err != nil {
					return
				}
				out, keep := floorAnswer(m, seq)
				if keep {
					if db.Write(context.Background(), func(tx *sqldb.Tx) error {
						_, err := tx.Exec("INSERT INTO log (body) VALUES ($1)", m)
						return err
					}) != nil {
						return
					}
					seq++
				}
				if out != "" && ws.WriteMessage(websocket.TextMessage, []byte(out)) != nil {
					return
				}
			}
		}()
	}
}

// floorAnswer is the least that the bench's customers go on with; keep says that the frame is to be kept before.
func floorAnswer(m []byte, seq int64) (out string, keep bool) {
	text := string(m)
	field := func(name string) string {
		_, rest, _ := strings.Cut(text, `"`+name+`":"`)
		value, _, _ := strings.Cut(rest, `"`)
		return value
	}
	switch field("type") {
	case wire.TypeHello:
		return fmt.Sprintf(`{"v":%d,"type":"welcome","token":"t","heartbeat":25000}`, wire.Version), false
	case wire.TypePing:
		return fmt.Sprintf(`{"v":%d,"type":"pong"}`, wire.Version), false
	case wire.TypeSend, wire.TypePerson:
		return fmt.Sprintf(`{"v":%d,"type":"ack","id":"%s","conversation":"%s","seq":%d}`, wire.Version, field("id"), field("conversation"), seq), true
	case wire.TypeResume:
		return fmt.Sprintf(`{"v":%d,"type":"events","conversation":"%s"}`, wire.Version, field("conversation")), false
	}
	return "", false
}
