package main_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/losttest"
	"frontdesk/widget/wire"
)

// shopData makes a data directory with the shop's articles in it.
func shopData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	stage := actor.NewStage(binary(t), dir, append(os.Environ(), "HOME="+dir))
	defer stage.Close()
	perform(t, t.Context(), stage, "frontdesk import "+shopDir(t))
	return stage.Desk.Data
}

// serveHere runs a whole server in this process until the context ends.
func serveHere(ctx context.Context, data string) (url string, wait func() error, err error) {
	c := app.Default()
	c.Data, c.Encoder, c.Unlimited = data, "off", true
	a, err := app.New(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return "", nil, err
	}
	done := make(chan error, 1)
	go func() { done <- errors.Join(a.Run(ctx), a.Close()) }()
	return a.URL, func() error { return <-done }, nil
}

// A disk that is full, read-only or faulty while people write: who writes is told that it was not kept and may send it
// again, /readyz is red, and what is there can be read and searched; where the disk cannot even read, who comes is told
// to come back. When the disk is well again, what is sent again is
// kept once, and nothing that was acknowledged is missing.
func TestDiskFails(t *testing.T) {
	for name, fault := range map[string]losttest.Fault{"full": losttest.Full, "read-only": losttest.ReadOnly, "faulty": losttest.Faulty} {
		for _, after := range []int{0, 3} {
			t.Run(fmt.Sprintf("%s after %d writes", name, after), func(t *testing.T) {
				t.Parallel()
				data := shopData(t)
				disk := losttest.Watch(t, data)
				ctx, cancel := context.WithCancel(t.Context())
				url, wait, err := serveHere(ctx, data)
				if err != nil {
					t.Fatal(err)
				}
				defer cancel()
				p := &patient{t: t, url: url, who: actor.NewCustomer("ann", "main")}
				if err := p.who.Connect(ctx, url); err != nil {
					t.Fatal(err)
				}
				for i := range 3 {
					p.says(fmt.Sprintf("before-%d", i))
				}
				if got := get(t, url+"/readyz"); got != http.StatusOK {
					t.Errorf("/readyz says %d before anything fails", got)
				}
				disk.Break(fault, after)
				p.isRefused(after + 3)
				if fault == losttest.Faulty {
					p.cannotRead()
				} else {
					p.stillReads()
				}
				if disk.Struck() == 0 {
					t.Fatal("the disk never failed: nothing was tried")
				}
				becomes(t, url+"/readyz", http.StatusServiceUnavailable)
				disk.Heal()
				becomes(t, url+"/readyz", http.StatusOK)
				p.stillReads()
				for _, id := range p.refused {
					p.says(id)
				}
				p.says("after")
				p.isAnswered(data)
				cancel()
				if err := wait(); err != nil {
					t.Errorf("the server ended with %v", err)
				}
				for _, fault := range p.missing(data, p.told) {
					t.Error(fault)
				}
				// The sabotage twin: had one of the messages that were refused been acknowledged, it would be noticed.
				told := append(slices.Clone(p.told), said{conversation: p.who.Conversation, by: "customer", id: p.refused[0], kind: wire.TypeSend, text: "as if told", seq: 2})
				if len(p.missing(data, told)) == 0 {
					t.Error("an acknowledgement of what was not kept is not noticed")
				}
			})
		}
	}
}

// patient is a customer who sends again what was not kept.
type patient struct {
	t       *testing.T
	url     string
	who     *actor.Customer
	told    []said
	refused []string // ids of what was not kept
}

func (p *patient) send(id string) error {
	text := "when will I get my refund? " + id
	seq, err := p.who.Do(p.t.Context(), wire.In{Type: wire.TypeSend, ID: id, Text: text})
	if err == nil {
		p.told = append(p.told, said{conversation: p.who.Conversation, by: "customer", id: id, kind: wire.TypeSend, text: text, seq: seq})
	}
	return err
}

func (p *patient) says(id string) {
	p.t.Helper()
	if err := p.send(id); err != nil {
		p.t.Fatalf("%s: %v", id, err)
	}
}

// isRefused sends until something is refused, and sees how.
func (p *patient) isRefused(times int) {
	p.t.Helper()
	for i := range times {
		id := fmt.Sprintf("during-%d", i)
		err := p.send(id)
		if err == nil {
			continue
		}
		p.refused = append(p.refused, id)
		r, ok := errors.AsType[*actor.Refused](err)
		if !ok || r.Code != wire.CodeInternal && r.Code != wire.CodeUnavailable || !strings.Contains(r.Message, "try again") || r.Retry == 0 {
			p.t.Errorf("%s was refused with %v (again after %v)", id, err, r.Retry)
		}
	}
	if len(p.refused) == 0 {
		p.t.Errorf("none of %d messages was refused", times)
	}
}

// stillReads comes back in another tab and reads and searches.
func (p *patient) stillReads() {
	p.t.Helper()
	if got := get(p.t, p.url+"/api/site/main/search?q=refund"); got != http.StatusOK {
		p.t.Errorf("the search says %d", got)
	}
	if err := p.who.Connect(p.t.Context(), p.url); err != nil {
		p.t.Errorf("come back: %v", err)
		return
	}
	if err := p.who.Settle(p.t.Context()); err != nil {
		p.t.Errorf("read on: %v", err)
	}
}

// cannotRead comes back while nothing can be read, and is told to come again.
func (p *patient) cannotRead() {
	p.t.Helper()
	err := p.who.Connect(p.t.Context(), p.url)
	if end, closed := errors.AsType[*actor.Closed](err); err != nil && (!closed || !wire.Resumable(end.Code)) {
		p.t.Errorf("come back: %v", err)
	}
}

// isAnswered waits until the bot owes nothing and the customer holds everything.
func (p *patient) isAnswered(data string) {
	p.t.Helper()
	owed := []string{"unknown"}
	for start := time.Now(); len(owed) > 0 && time.Since(start) < actor.Patience; time.Sleep(50 * time.Millisecond) {
		inspect(p.t, filepath.Join(data, "frontdesk.db"), func(db *sqldb.DB) { owed = unanswered(p.t, db) })
	}
	if len(owed) > 0 {
		p.t.Errorf("the bot owes an answer in %v", owed)
	}
	if err := p.who.Settle(p.t.Context()); err != nil {
		p.t.Error(err)
	}
}

// missing compares what was told, and what the customer holds, with the database.
func (p *patient) missing(data string, told []said) (faults []string) {
	p.t.Helper()
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	inspect(p.t, filepath.Join(data, "frontdesk.db"), func(db *sqldb.DB) {
		log := readLogs(p.t, db, fault)[p.who.Conversation]
		for _, s := range told {
			checkAck(s, log, fault)
		}
		checkOrder(p.told, fault)
		checkHeld(p.who.Conversation, p.who.Holds(), log, false, fault)
		if len(p.who.Holds()) != len(log) {
			fault("the customer holds %d events of %d", len(p.who.Holds()), len(log))
		}
		query(p.t, db, `PRAGMA integrity_check`, func(r *sql.Rows) error {
			var whole string
			if err := r.Scan(&whole); err != nil {
				return err
			}
			if whole != "ok" {
				fault("integrity: %s", whole)
			}
			return nil
		})
	})
	return faults
}

func get(t *testing.T, url string) int {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// becomes waits until an address answers with a status.
func becomes(t *testing.T, url string, status int) {
	t.Helper()
	got := 0
	for start := time.Now(); time.Since(start) < actor.Patience; time.Sleep(50 * time.Millisecond) {
		if got = get(t, url); got == status {
			return
		}
	}
	t.Errorf("%s says %d after %v, want %d", url, got, actor.Patience, status)
}

// unsyncedChild makes the test's own program the server whose disk fails to sync: the directory of its data.
const unsyncedChild = "FRONTDESK_TEST_UNSYNCED"

// A sync that fails stops the server, at once and with an error of its own, and nobody is told after it that anything
// was kept. What was acknowledged before is there at the next start.
func TestDiskUnsynced(t *testing.T) {
	if data := os.Getenv(unsyncedChild); data != "" {
		serveUnsynced(t, data)
		return
	}
	for _, after := range []int{0, 1, 2} {
		t.Run(fmt.Sprintf("after %d syncs", after), func(t *testing.T) {
			data := shopData(t)
			child := exec.Command(os.Args[0], "-test.run", "^TestDiskUnsynced$")
			child.Env = append(os.Environ(), unsyncedChild+"="+data, fmt.Sprintf("FRONTDESK_TEST_AFTER=%d", after))
			out, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			var log strings.Builder
			child.Stderr = &log
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			url := ""
			for url == "" && lines.Scan() {
				url, _ = strings.CutPrefix(lines.Text(), "serves ")
			}
			go func() { _, _ = io.Copy(io.Discard, out) }() // the child writes little more
			p := &patient{t: t, url: url, who: actor.NewCustomer("ann", "main")}
			if err := p.who.Connect(t.Context(), url); err != nil {
				t.Fatal(err)
			}
			for i := range 3 {
				p.says(fmt.Sprintf("before-%d", i))
			}
			if err := child.Process.Signal(syscall.SIGUSR1); err != nil {
				t.Fatal(err)
			}
			for i := range 50 {
				if p.send(fmt.Sprintf("during-%d", i)) != nil {
					break
				}
				time.Sleep(5 * time.Millisecond)
			}
			err = child.Wait()
			if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 {
				t.Fatalf("the server ended with %v, want status 3; it wrote\n%s", err, log.String())
			}
			p.who.Leave()
			inspect(t, filepath.Join(data, "frontdesk.db"), func(db *sqldb.DB) {
				fault := func(format string, args ...any) { t.Errorf(format, args...) }
				kept := readLogs(t, db, fault)[p.who.Conversation]
				for _, s := range p.told {
					checkAck(s, kept, fault)
				}
				checkHeld(p.who.Conversation, p.who.Holds(), kept, false, fault)
			})
		})
	}
}

// serveUnsynced is the server whose disk fails to sync after it got SIGUSR1.
func serveUnsynced(t *testing.T, data string) {
	disk := losttest.Watch(t, data)
	url, wait, err := serveHere(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	now := make(chan os.Signal, 1)
	signal.Notify(now, syscall.SIGUSR1)
	fmt.Println("serves " + url)
	<-now
	disk.Break(losttest.Unsynced, fromEnv(t, "FRONTDESK_TEST_AFTER", 0))
	t.Fatalf("the server went on: %v", wait())
}
