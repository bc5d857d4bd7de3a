package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// What a test of faults needs and the product must not have, a clock that goes wrong and protections that can be taken
// away, is in no source of the product. The tests build a second binary from the same sources with some lines exchanged
// while they are compiled (go build -overlay). Every exchange says which line it stands in for; when that line is gone,
// the build fails and says so.

// exchange puts another text in the place of one that is in the sources of a package exactly once.
type exchange struct{ dir, old, new string }

// The protections that can be taken away: a process in whose environment FRONTDESK_TEST_WITHOUT is one of these does
// not have it.
const (
	withoutCommit    = "an answer only after the commit"
	withoutOutcome   = "asking what became of a commit"
	withoutHeads     = "heads in pongs"
	withoutEnd       = "an end of claims"
	withoutOneClock  = "one clock for claims"
	withoutEpoch     = "epochs"
	withoutDeadlines = "deadlines of silence"
)

func without(protection string) string { return fmt.Sprintf("alteredbytests.Without(%q)", protection) }

var exchanges = []exchange{
	{"knowledge/sqldb", "\t\tv, err = w.commit(token)\n", "\t\tif " + without(withoutCommit) + ` {
			for i, j := range jobs {
				select {
				case j.done <- w.errs[i]:
				default:
				}
			}
			alteredbytests.Pause()
		}
		v, err = w.commit(token)
`},
	{"knowledge/sqldb", "\t\treturn w.ask(token, err)\n", "\t\tif " + without(withoutOutcome) + ` {
			return decided, nil
		}
		return w.ask(token, err)
`},
	{"widget/live", "\tc.send(wire.Out{Type: wire.TypePong,", "\tif " + without(withoutHeads) + ` {
		ids = nil
	}
	c.send(wire.Out{Type: wire.TypePong,`},
	{"widget/live", "\th.Count(\"looked_again\", 1)\n", "\tif " + without(withoutHeads) + ` {
		return
	}
	h.Count("looked_again", 1)
`},
	{"bot/store", "\t\tn, err := tx.Insert(`UPDATE turn SET node = $1, until = $2", "\t\tif " + without(withoutOneClock) + ` {
			now = alteredbytests.Now()
		}
		if ` + without(withoutEnd) + ` {
			lease *= 10000
		}
` + "\t\tn, err := tx.Insert(`UPDATE turn SET node = $1, until = $2"},
	// These need a turn to be under way when the server fails, and turns take a few milliseconds.
	{"bot/chat", "\tout, err := r.say(ctx, a, d, c, q)\n", "\tif " + without(withoutOneClock) + " || " + without(withoutEnd) + " || " + without(withoutEpoch) + " {\n\t\tfor range 8 {\n\t\t\talteredbytests.Pause()\n\t\t}\n\t}\n\tout, err := r.say(ctx, a, d, c, q)\n"},
	{"bot", "\tif !c.BotMaySpeak() || c.Epoch != epoch || c.Head != head {\n", "\tif !" + without(withoutEpoch) + " && (!c.BotMaySpeak() || c.Epoch != epoch || c.Head != head) {\n"},
	{"widget/live", "\tif goOn && c.greeted && now.Sub(", "\tif " + without(withoutDeadlines) + " {\n\t\t_ = c.ws.SetReadDeadline(time.Time{})\n\t} else if goOn && c.greeted && now.Sub("},
	{"bot/desk", "\t\t\t\tif now.After(s.until) {\n", "\t\t\t\tif now.After(s.until) && !" + without(withoutDeadlines) + " {\n"},
}

// alteredPackage is what the exchanged lines use. Its clock differs from the machine's by the seconds in the file that
// FRONTDESK_TEST_CLOCK names, and as on a machine whose clock is set, the time that passes stays what it is: only the
// wall clock's part of the times jumps.
const alteredPackage = `package alteredbytests

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unsafe"
)

var without = os.Getenv("FRONTDESK_TEST_WITHOUT")

func Without(protection string) bool { return without == protection }

func Pause() { time.Sleep(50 * time.Millisecond) }

var ahead atomic.Int64

func init() {
	name := os.Getenv("FRONTDESK_TEST_CLOCK")
	if name == "" {
		return
	}
	look := func() {
		b, _ := os.ReadFile(name)
		if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil {
			ahead.Store(n)
		}
	}
	look()
	go func() {
		for {
			time.Sleep(20 * time.Millisecond)
			look()
		}
	}()
}

// Now is the time by the wrong clock.
func Now() time.Time {
	t := time.Now()
	// A time with both readings has the seconds of the wall clock above 30 bits of nanoseconds.
	*(*uint64)(unsafe.Pointer(&t)) += uint64(ahead.Load()) << 30
	return t
}

func Since(t time.Time) time.Duration { return Now().Sub(t) }

func Until(t time.Time) time.Duration { return t.Sub(Now()) }
`

// buildAltered makes the second binary, once for all tests that need it.
var buildAltered = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "altered")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	list := exec.Command("go", "list", "-deps", "-f", `{{if .Module}}{{if .Module.Main}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}{{end}}`, ".")
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("list the sources: %w", err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		return "", err
	}
	replaced := map[string]string{filepath.Join(root, "knowledge/alteredbytests/clock.go"): filepath.Join(dir, "altered.go")}
	if err := os.WriteFile(filepath.Join(dir, "altered.go"), []byte(alteredPackage), 0o644); err != nil {
		return "", err
	}
	made := make(map[int]int) // exchanges
	for n, name := range strings.Fields(string(out)) {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		within, err := filepath.Rel(root, name)
		if err != nil {
			return "", err
		}
		changed, err := alter(filepath.ToSlash(within), string(text), made)
		if err != nil {
			return "", err
		}
		if changed == string(text) {
			continue
		}
		replaced[name] = filepath.Join(dir, fmt.Sprintf("%d.go", n))
		if err := os.WriteFile(replaced[name], []byte(changed), 0o644); err != nil {
			return "", err
		}
	}
	for i, x := range exchanges {
		if made[i] != 1 {
			return "", fmt.Errorf("%s has %d times the text below, which a sabotage twin is to stand in for; write the twin anew for what it has become\n%s", x.dir, made[i], x.old)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(name, overlay, 0o644); err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "frontdesk")
	if out, err := exec.Command("go", "build", "-overlay", name, "-o", binary, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the altered binary: %w\n%s", err, out)
	}
	return binary, nil
})

// The machine's clock, as the sources ask for it.
var clockReading = regexp.MustCompile(`\btime\.(Now|Since|Until)\b`)

// alter makes the exchanges in a file of the product, counts them, and has the file ask the altered clock.
func alter(file, text string, made map[int]int) (string, error) {
	altered := text
	for i, x := range exchanges {
		if path.Dir(file) == x.dir {
			made[i] += strings.Count(altered, x.old)
			altered = strings.ReplaceAll(altered, x.old, x.new)
		}
	}
	asks := clockReading.MatchString(altered)
	if asks {
		altered = clockReading.ReplaceAllString(altered, "alteredbytests.$1") + "\nvar _, _ = time.Second, alteredbytests.Now\n"
	}
	if altered == text {
		return text, nil
	}
	at := strings.Index(altered, "\nimport ")
	if at < 0 {
		if at = strings.Index(altered, "\npackage "); at < 0 && !strings.HasPrefix(altered, "package ") {
			return "", fmt.Errorf("%s has no package clause", file)
		}
		at += 1 + strings.Index(altered[at+1:], "\n")
	}
	return altered[:at] + "\nimport \"frontdesk/knowledge/alteredbytests\"\n" + altered[at:], nil
}

func alteredBinary(t testing.TB) string {
	t.Helper()
	name, err := buildAltered()
	if err != nil {
		t.Fatal(err)
	}
	return name
}
