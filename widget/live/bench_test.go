package live_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// The benchmarks here compare the whole path of a message with floors that are measured in the same run:
// a tuned echo, and the same echo after a commit. Machines differ and are noisy; quote the ratios.
//
//	go test -run '^$' -bench . -benchtime 1x ./widget/live

// tuned is a gorilla server as fast as we know how to make one: the physical-ish floor.
func tuned(b *testing.B, keep func([]byte) error) string {
	up := websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		go func() {
			defer ws.Close()
			for {
				kind, m, err := ws.ReadMessage()
				if err != nil || keep(m) != nil || ws.WriteMessage(kind, m) != nil {
					return
				}
			}
		}()
	}))
	b.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

// durable is the echo after a SQLite commit, synchronous=FULL with group commit.
func durable(b *testing.B) string {
	db, err := sqldb.Open(context.Background(), filepath.Join(b.TempDir(), "floor.db"), sqldb.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("CREATE TABLE log (n INTEGER PRIMARY KEY, body BLOB)")
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return tuned(b, func(m []byte) error {
		return db.Write(context.Background(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec("INSERT INTO log (body) VALUES ($1)", m)
			return err
		})
	})
}

// peer is a benchmark's client: raw frames, no parsing beyond what it waits for.
type peer struct {
	ws           *websocket.Conn
	conversation string
	n            int
}

func dial(b *testing.B, url string) *peer {
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ws.Close() })
	return &peer{ws: ws}
}

// staffed has somebody be there while the benchmark runs: then the bot leaves those who wait in the queue alone, and
// what is measured is the way of a message without the bot's reaction.
func staffed(t testing.TB, s *stage) {
	stay := s.floor.Join("ana")
	ctx, cancel := context.WithCancel(context.Background())
	var touching sync.WaitGroup
	touching.Go(func() {
		for tick := time.NewTicker(5 * time.Second); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				stay.Touch(true)
			}
		}
	})
	t.Cleanup(func() { cancel(); touching.Wait() })
}

// customer greets and has the conversation wait in the queue, where the bot does not answer while somebody is there.
func (p *peer) customer(b *testing.B) *peer {
	p.conversation = newConversation()
	p.frame(b, wire.In{Type: wire.TypeHello, Site: "shop"}, wire.TypeWelcome)
	p.frame(b, wire.In{Type: wire.TypePerson, ID: "p", Conversation: p.conversation}, wire.TypeAck)
	p.frame(b, wire.In{Type: wire.TypeResume, Conversation: p.conversation}, wire.TypeState)
	return p
}

func (p *peer) frame(b *testing.B, in wire.In, until string) {
	in.V = wire.Version
	if err := p.ws.WriteJSON(in); err != nil {
		b.Error(err)
		return
	}
	p.await(b, until)
}

func (p *peer) await(b *testing.B, kind string) {
	want := []byte(`"type":"` + kind + `"`)
	for {
		_, m, err := p.ws.ReadMessage()
		if err != nil {
			b.Error(err)
			return
		}
		if strings.Contains(string(m[:min(len(m), 40)]), string(want)) {
			return
		}
	}
}

var text = strings.Repeat("where is my parcel? ", 6) // 120 bytes

// say sends one message and waits until it is acknowledged. The event comes back too, as to any reader.
func (p *peer) say(b *testing.B) {
	p.n++
	m := append(strconv.AppendInt([]byte(`{"v":1,"type":"send","id":"m`), int64(p.n), 10), `","conversation":"`+p.conversation+`","text":"`+text+`"}`...)
	if err := p.ws.WriteMessage(websocket.TextMessage, m); err != nil {
		b.Error(err)
		return
	}
	p.await(b, wire.TypeAck)
}

func (p *peer) echo(b *testing.B) {
	if err := p.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		b.Error(err)
	}
	if _, _, err := p.ws.ReadMessage(); err != nil {
		b.Error(err)
	}
}

// throughput lets every peer go round for a while and returns rounds per second.
func throughput(peers []*peer, d time.Duration, round func(*peer)) float64 {
	var n atomic.Int64
	var wg sync.WaitGroup
	end := time.Now().Add(d)
	start := time.Now()
	for _, p := range peers {
		wg.Go(func() {
			for time.Now().Before(end) {
				round(p)
				n.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(n.Load()) / time.Since(start).Seconds()
}

func many(b *testing.B, n int, make func() *peer) []*peer {
	out := []*peer{}
	for range n {
		out = append(out, make())
	}
	return out
}

// BenchmarkMessages reports durable messages per second of 100 connections through the whole path, and its
// ratio to the floors. Client and server share the machine.
func BenchmarkMessages(b *testing.B) {
	const conns, span = 100, 2 * time.Second
	echoURL, durableURL := tuned(b, func([]byte) error { return nil }), durable(b)
	s := setUp(b, live.Limits{})
	staffed(b, s)
	echoes := many(b, conns, func() *peer { return dial(b, echoURL) })
	durables := many(b, conns, func() *peer { return dial(b, durableURL) })
	customers := many(b, conns, func() *peer { return dial(b, s.url+"/ws/customer").customer(b) })
	var echo, floor, whole, floorCPU, wholeCPU []float64
	for b.Loop() {
		// In turn, so that a change of the machine's speed hits all three.
		for range 3 {
			echo = append(echo, throughput(echoes, span, func(p *peer) { p.echo(b) }))
			at := cpu(b)
			floor = append(floor, throughput(durables, span, func(p *peer) { p.echo(b) }))
			floorCPU, at = append(floorCPU, (cpu(b)-at)/(floor[len(floor)-1]*span.Seconds())*1e6), cpu(b)
			whole = append(whole, throughput(customers, span, func(p *peer) { p.say(b) }))
			wholeCPU = append(wholeCPU, (cpu(b)-at)/(whole[len(whole)-1]*span.Seconds())*1e6)
		}
	}
	// Processor time is what other work on the machine disturbs least.
	b.ReportMetric(median(floorCPU), "durable-floor-cpu-µs")
	b.ReportMetric(median(wholeCPU), "cpu-µs/msg")
	b.ReportMetric(median(whole), "msgs/s")
	b.ReportMetric(median(floor), "durable-floor/s")
	b.ReportMetric(median(echo), "echo-floor/s")
	b.ReportMetric(median(whole)/median(floor), "of-durable-floor")
	b.ReportMetric(median(whole)/median(echo), "of-echo-floor")
}

// BenchmarkRoundTrip reports the time from sending a message to its acknowledgement at 100 messages a
// second, beside the durable floor's.
func BenchmarkRoundTrip(b *testing.B) {
	s := setUp(b, live.Limits{})
	staffed(b, s)
	floor := dial(b, durable(b))
	customer := dial(b, s.url+"/ws/customer").customer(b)
	var floors, wholes []float64
	for b.Loop() {
		for range 300 {
			floors = append(floors, micros(func() { floor.echo(b) }))
			time.Sleep(5 * time.Millisecond)
			wholes = append(wholes, micros(func() { customer.say(b) }))
			time.Sleep(5 * time.Millisecond)
		}
	}
	for name, v := range map[string][]float64{"floor": floors, "whole": wholes} {
		slices.Sort(v)
		b.ReportMetric(v[len(v)/2], name+"-p50-µs")
		b.ReportMetric(v[len(v)*99/100], name+"-p99-µs")
	}
}

// cpu is the processor time that this process has used, in seconds, clients included.
func cpu(b *testing.B) float64 { return cpuOf(b, "self") }

// cpuOf is the processor time that a process has used, in seconds.
func cpuOf(b *testing.B, pid string) float64 {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+2:]))
	var ticks float64
	for _, f := range fields[11:13] { // utime and stime, in hundredths of a second
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return ticks / 100
}

func micros(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Microseconds())
}

// BenchmarkIdle reports resident memory per idle connection at 2,000 connections, of the whole server and of
// the tuned echo. Each server is a process of its own, so that the clients' memory does not count.
func BenchmarkIdle(b *testing.B) {
	const conns = 2000
	for b.Loop() {
		whole := resident(b, "whole", conns, func(p *peer) {
			p.frame(b, wire.In{Type: wire.TypeHello, Site: "shop"}, wire.TypeWelcome)
			p.frame(b, wire.In{Type: wire.TypePing}, wire.TypePong)
		})
		floor := resident(b, "echo", conns, func(p *peer) { p.echo(b); p.echo(b) })
		b.ReportMetric(whole, "KB/conn")
		b.ReportMetric(floor, "floor-KB/conn")
		b.ReportMetric(whole/floor, "of-floor")
	}
}

// process is this test binary as a server, so that the clients' memory does not count.
type process struct {
	b    *testing.B
	url  string // ws://…
	pid  int
	stop func()
}

func start(b *testing.B, kind string) *process {
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	in, hold, err := os.Pipe() // the server ends when its standard input does
	if err != nil {
		b.Fatal(err)
	}
	proc, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run", "^TestServeForMemory$"}, &os.ProcAttr{
		Env:   append(os.Environ(), "FRONTDESK_BENCH_SERVER="+kind),
		Files: []*os.File{in, write, os.Stderr},
	})
	if err != nil {
		b.Fatal(err)
	}
	write.Close()
	in.Close()
	p := &process{b: b, pid: proc.Pid, stop: func() { hold.Close(); proc.Wait() }}
	if _, err := fmt.Fscanln(read, &p.url); err != nil {
		b.Fatal(err)
	}
	return p
}

// collected is the size of the server in KB after it has collected its garbage.
func (p *process) collected() float64 {
	resp, err := http.Get(strings.Replace(p.url, "ws:", "http:", 1) + "/collect")
	if err != nil {
		p.b.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	time.Sleep(200 * time.Millisecond)
	return rss(p.b, p.pid)
}

// resident is the growth in KB of a server's memory for each of the connections.
func resident(b *testing.B, kind string, conns int, greet func(*peer)) float64 {
	server := start(b, kind)
	defer server.stop()
	open := func(n int) (out []*peer) {
		for range n {
			p := dial(b, server.url+"/ws/customer")
			greet(p)
			out = append(out, p)
		}
		return out
	}
	warm := open(50)
	before := server.collected()
	peers := open(conns)
	after := server.collected()
	for _, p := range append(warm, peers...) {
		p.ws.Close()
	}
	return (after - before) / float64(conns)
}

func rss(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("the size of a process is read from /proc")
	}
	for _, line := range strings.Split(string(status), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.ParseFloat(strings.Fields(kb)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return n
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// TestServeForMemory is the server process of BenchmarkIdle and BenchmarkCrowd. In a normal run there is nothing to serve.
func TestServeForMemory(t *testing.T) {
	kind := os.Getenv("FRONTDESK_BENCH_SERVER")
	if kind == "" {
		return
	}
	handler := http.NewServeMux()
	handler.HandleFunc("/collect", func(http.ResponseWriter, *http.Request) {
		// An idle server collects every two minutes; each collection halves stacks that have grown.
		for range 4 {
			runtime.GC()
		}
		debug.FreeOSMemory()
	})
	if kind != "echo" {
		limits := live.Limits{}
		if kind == "crowd" { // as it is for strangers, but that they all come from one address
			limits.Accepts, limits.Queued = live.DefaultLimits.Accepts, live.DefaultLimits.Queued
		}
		s := setUp(t, limits)
		handler.HandleFunc("/ws/customer", s.hub.ServeCustomer)
	} else {
		up := websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}}
		handler.HandleFunc("/ws/customer", func(w http.ResponseWriter, r *http.Request) {
			ws, err := up.Upgrade(w, r, nil)
			if err != nil {
				return
			}
			go func() {
				defer ws.Close()
				for {
					kind, m, err := ws.ReadMessage()
					if err != nil || ws.WriteMessage(kind, m) != nil {
						return
					}
				}
			}()
		})
	}
	server := httptest.NewServer(handler)
	fmt.Println("ws" + strings.TrimPrefix(server.URL, "http"))
	io.Copy(io.Discard, os.Stdin)
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// BenchmarkWhole is the whole path alone, for profiling.
func BenchmarkWhole(b *testing.B) {
	s := setUp(b, live.Limits{})
	staffed(b, s)
	customers := many(b, 100, func() *peer { return dial(b, s.url+"/ws/customer").customer(b) })
	b.ResetTimer()
	for b.Loop() {
		b.ReportMetric(throughput(customers, 3*time.Second, func(p *peer) { p.say(b) }), "msgs/s")
	}
}
