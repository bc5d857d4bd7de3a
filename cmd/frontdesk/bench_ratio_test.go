//go:build unix

package main_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/bench"
	"frontdesk/knowledge"
)

// The benchmarks here measure the real binary as a process of its own, driven as "frontdesk bench" drives a desk,
// beside floors that are measured in the same run. Machines differ and are noisy: quote the ratios.
//
//	go test -run '^$' -bench 'WholePath|Turns|Start' -benchtime 1x ./cmd/frontdesk

type quiet struct{}

func (quiet) Show(bench.Progress) {}

// shop is a desk of the real binary with the demo shop's articles, all of them learnt.
func shop(b *testing.B, flags string) *actor.Stage {
	b.Helper()
	dir := b.TempDir()
	s := actor.NewStage(binary(b), dir, append(os.Environ(), "HOME="+dir))
	b.Cleanup(func() { s.Close() })
	corpus, err := filepath.Abs("internal/demo/corpus")
	if err != nil {
		b.Fatal(err)
	}
	for _, line := range []string{"frontdesk import " + corpus, "serve --unlimited --log-level warn " + flags, "indexed"} {
		words := strings.Fields(line)
		if _, err := s.Do(b.Context(), false, words[0], words[1:]); err != nil {
			b.Fatalf("%s: %v", line, err)
		}
	}
	for end := time.Now().Add(2 * time.Minute); !learned(s.Desk.URL); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatal("the index learns for ever")
		}
	}
	return s
}

func learned(url string) bool {
	resp, err := http.Get(url + "/metrics")
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	return strings.Contains(string(text), "\nfrontdesk_index_learned 1\n")
}

// load drives a desk and returns the report. Whoever waits in the queue asks for a person first; the agents, if there
// are any, are there and take nobody.
func load(b *testing.B, url string, customers int, queue bool, agents []bench.Credential, span time.Duration) *bench.Report {
	b.Helper()
	r, err := bench.Run(b.Context(), bench.Config{
		URLs: []string{url}, Site: "main", Customers: customers, Duration: span, Patience: 30 * time.Second, Seed: 1,
		Queue: queue, Agents: len(agents), Staff: agents,
	}, fmt.Sprintf("ratio%d", time.Now().UnixNano()), quiet{})
	if err != nil {
		b.Fatal(err)
	}
	if r.Memory == nil {
		b.Fatal("the metrics cannot be read")
	}
	return r
}

// honest ends the benchmark unless the desk has kept its word. A floor keeps nothing, and is not asked.
func honest(b *testing.B, r *bench.Report) {
	b.Helper()
	if wrong := r.Wrong(); wrong != "" {
		b.Fatal(wrong)
	}
}

// ana is an agent with a new sign-in link.
func ana(b *testing.B, s *actor.Stage) []bench.Credential {
	b.Helper()
	said, err := s.Do(b.Context(), false, "link", []string{"ana"})
	if err != nil {
		b.Fatal(err)
	}
	staff, err := bench.ReadStaff(said.Out)
	if err != nil {
		b.Fatalf("%v: %s", err, said.Out)
	}
	return staff
}

// BenchmarkWholePath reports durable acknowledged messages a second of 100 customers who wait in the queue while an
// agent is there, so that the bot is silent and delivery alone is measured; and their ratio to a floor: a tuned echo
// after a commit of its own. Both are processes of their own and are driven by the same customers, who share the
// machine. Of the processor times the servers' own are told too, since on a busy machine their ratio says more:
// all that a server uses from the first message until nothing is owed any more, divided by the messages it
// acknowledged. A bot that was not silent shows as turns/msg.
func BenchmarkWholePath(b *testing.B) {
	const customers, span = 100, 3 * time.Second
	s, floor := shop(b, ""), durableFloor(b)
	var whole, floors, wholeCPU, floorCPU, turns []float64
	for b.Loop() {
		for range 3 { // in turn, so that a change of the machine's speed hits both
			r := load(b, floor, customers, true, nil, span)
			floors, floorCPU = append(floors, r.PerSecond), append(floorCPU, r.Memory.CPU/float64(r.Acked)*1e6)
			r = load(b, s.Desk.URL, customers, true, ana(b, s), span)
			honest(b, r)
			turns = append(turns, r.Memory.Turns/float64(r.Acked))
			whole, wholeCPU = append(whole, r.PerSecond), append(wholeCPU, r.Memory.CPU/float64(r.Acked)*1e6)
		}
	}
	b.ReportMetric(middle(whole), "acked/s")
	b.ReportMetric(middle(floors), "durable-floor/s")
	b.ReportMetric(middle(whole)/middle(floors), "of-durable-floor")
	b.ReportMetric(middle(wholeCPU), "server-cpu-µs/msg")
	b.ReportMetric(middle(floorCPU), "floor-cpu-µs/msg")
	b.ReportMetric(middle(floorCPU)/middle(wholeCPU), "cpu-of-durable-floor")
	b.ReportMetric(middle(turns), "turns/msg")
}

// BenchmarkTurns reports the bot's whole turns, from the socket to the socket: how many a core makes in a second, the
// processor time of each beside that of the search alone, and how long customers wait.
//
// What a turn costs is the server's processor time from the first question until every one is answered, divided by the
// answers that were shown (clarifications, hand-offs and small talk among them, each once). Inside it is all that the
// server does meanwhile: keeping and acknowledging the question, showing the answer, the heartbeats, its sweeps, and
// being asked for its figures once a second. Outside are its start, learning, and the customers' connecting. No turn is
// made and not counted: the server's own count of turns beside the answers is told as turns/answer, and more than 1
// means that turns were made twice, whose cost is inside.
func BenchmarkTurns(b *testing.B) {
	desk := shop(b, "--encoder off").Desk.URL
	search := searchAlone(b)
	var cpu, rate, p99, again []float64
	for b.Loop() {
		for range 3 {
			r := load(b, desk, 8, false, nil, 3*time.Second)
			if honest(b, r); r.Answers == 0 {
				b.Fatal("the bot said nothing")
			}
			per := r.Memory.CPU / float64(r.Answers) * 1e6
			cpu, rate, p99 = append(cpu, per), append(rate, 1e6/per), append(p99, r.Answer.P99)
			again = append(again, r.Memory.Turns/float64(r.Answers))
		}
	}
	b.ReportMetric(middle(cpu), "cpu-µs/turn")
	b.ReportMetric(search, "search-cpu-µs")
	b.ReportMetric(middle(cpu)-search, "overhead-cpu-µs")
	b.ReportMetric(middle(rate), "turns/core-s")
	b.ReportMetric(middle(p99), "answer-p99-ms")
	b.ReportMetric(middle(again), "turns/answer")
}

// searchAlone is the processor time of one search in the same articles, in microseconds.
func searchAlone(b *testing.B) float64 {
	b.Helper()
	dir := b.TempDir()
	corpus, err := filepath.Abs("internal/demo/corpus")
	if err != nil {
		b.Fatal(err)
	}
	if out, err := exec.Command(binary(b), "import", "--data", dir, corpus).CombinedOutput(); err != nil {
		b.Fatalf("import: %v\n%s", err, out)
	}
	c := app.Default()
	c.Data, c.Encoder = dir, "off"
	k, err := app.OpenCorpus(b.Context(), c, slog.New(slog.DiscardHandler), func(err error) { panic(err) })
	if err != nil {
		b.Fatal(err)
	}
	defer k.Close()
	if err := k.Index.WaitLearned(b.Context()); err != nil {
		b.Fatal(err)
	}
	questions := bench.Builtin()
	const rounds = 40
	var before, after syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	for range rounds {
		for _, q := range questions {
			if _, err := k.Index.Search(b.Context(), knowledge.Query{Text: q}); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	used := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	return float64(used) / 1e3 / float64(rounds*len(questions))
}

// BenchmarkStart reports the time from starting the process on existing data to its first answer over HTTP, to its
// first answer from the articles, and to /readyz; beside a floor, a process of Go that does nothing but answer.
func BenchmarkStart(b *testing.B) {
	s := shop(b, "")
	if err := s.Desk.Stop(); err != nil {
		b.Fatal(err)
	}
	bare := bareFloor(b)
	var first, found, ready, floors []float64
	for b.Loop() {
		for range 7 {
			url, end, began := process(b, exec.Command(bare), "")
			floors = append(floors, answered(b, url+"/healthz", began))
			end()
			at := freeAddress(b) // known beforehand: the server answers before it says where it is
			url = "http://" + at
			end, began = started(b, exec.Command(binary(b), "serve", "--data", s.Desk.Data, "--listen", at, "--log-level", "error"))
			first = append(first, answered(b, url+"/healthz", began))
			found = append(found, answered(b, url+"/api/site/main/search?q=refund", began))
			ready = append(ready, answered(b, url+"/readyz", began))
			end()
		}
	}
	b.ReportMetric(middle(first), "first-answer-ms")
	b.ReportMetric(middle(found), "first-search-ms")
	b.ReportMetric(middle(ready), "ready-ms")
	b.ReportMetric(middle(floors), "floor-ms")
}

// freeAddress is an address of this machine at which nobody listens.
func freeAddress(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// started starts a server and returns what ends it.
func started(b *testing.B, p *exec.Cmd) (end func(), began time.Time) {
	b.Helper()
	began = time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	return func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		_ = p.Wait() // a floor ends as it likes
	}, began
}

// process starts a server, which prints its address as the last word of its first line, and returns what ends it.
func process(b *testing.B, p *exec.Cmd, env string) (url string, end func(), began time.Time) {
	b.Helper()
	p.Env = append(os.Environ(), env)
	out, err := p.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began = time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) == 0 {
		b.Fatalf("the server says %q, %v", line, err)
	}
	return words[len(words)-1], func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		_, _ = io.Copy(io.Discard, out)
		_ = p.Wait() // a floor ends as it likes
	}, began
}

// answered waits until an address answers with 200 and returns how long that took since the beginning, in milliseconds.
func answered(b *testing.B, url string, began time.Time) float64 {
	for time.Since(began) < time.Minute {
		if resp, err := http.Get(url); err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return float64(time.Since(began).Microseconds()) / 1000
			}
		}
		time.Sleep(200 * time.Microsecond)
	}
	b.Fatalf("%s does not answer", url)
	return math.NaN()
}

func middle(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
