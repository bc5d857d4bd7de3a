package actor

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Desk is a server process of the real binary over one data directory. It can be stopped, killed and
// started again.
type Desk struct {
	Binary string
	Data   string
	Env    []string // of the process; nil for the test's own
	URL    string   // set by Start

	address string
	process *exec.Cmd
	ended   chan struct{} // closed when the process has ended and its output is read
	err     error         // how it ended
	output  tail
}

// errInUse means that something else has taken the desk's port meanwhile.
var errInUse = errors.New("the port is taken")

// Start starts the server with more flags and waits until it is ready. From the second time on it listens on
// the same port.
func (d *Desk) Start(ctx context.Context, flags ...string) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for {
		err := d.start(ctx, flags)
		if !errors.Is(err, errInUse) || d.address == "" {
			return err
		}
		// A connection of this machine has got the port for a moment.
		if pause(ctx, 50*time.Millisecond) != nil {
			return err
		}
	}
}

func (d *Desk) start(ctx context.Context, flags []string) error {
	if d.process != nil {
		return errors.New("the desk is running already")
	}
	args := []string{"serve"}
	if !named(flags, "--data") {
		args = append(args, "--data", d.Data)
	}
	if !named(flags, "--listen") {
		listen := d.address
		if listen == "" {
			listen = "127.0.0.1:0"
		}
		args = append(args, "--listen", listen)
	}
	p := exec.Command(d.Binary, append(args, flags...)...)
	p.Env = d.Env
	d.output = tail{}
	p.Stderr = &d.output
	out, err := p.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.Start(); err != nil {
		return fmt.Errorf("start the desk: %w", err)
	}
	d.process, d.ended = p, make(chan struct{})
	url := make(chan string, 1)
	go d.watch(p, out, url)
	return d.ready(ctx, url)
}

// named reports whether a flag is among the arguments.
func named(flags []string, name string) bool {
	return slices.ContainsFunc(flags, func(f string) bool { return f == name || strings.HasPrefix(f, name+"=") })
}

// watch reads where the server is and waits for its end.
func (d *Desk) watch(p *exec.Cmd, out io.Reader, url chan<- string) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at, ok := strings.CutPrefix(lines.Text(), "frontdesk serves "); ok {
			url <- strings.TrimSpace(at)
		}
	}
	d.err = p.Wait()
	close(d.ended)
}

func (d *Desk) ready(ctx context.Context, url <-chan string) error {
	select {
	case d.URL = <-url:
	case <-d.ended:
		d.process = nil
		if strings.Contains(d.output.String(), "address already in use") {
			return errInUse
		}
		return &Refused{Code: "exit", Message: strings.TrimSpace(d.output.String())}
	case <-ctx.Done():
		return fmt.Errorf("the desk does not start: %w; its log:\n%s", ctx.Err(), d.Log())
	}
	d.address = strings.TrimPrefix(d.URL, "http://")
	if _, _, err := net.SplitHostPort(d.address); err != nil {
		return fmt.Errorf("the desk says that it serves %q", d.URL)
	}
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.URL+"/readyz", nil)
		if err != nil {
			return err
		}
		if resp, err := web.Do(r); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-d.ended:
			return fmt.Errorf("the desk ended: %v; its log:\n%s", d.err, d.Log())
		default:
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return fmt.Errorf("the desk does not get ready: %w; its log:\n%s", err, d.Log())
		}
	}
}

// Stop asks the process to end, which it must do by itself and without an error.
func (d *Desk) Stop() error {
	if d.process == nil {
		return errors.New("the desk is not running")
	}
	if err := d.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-d.ended:
	case <-time.After(Patience):
		return errors.Join(fmt.Errorf("the desk does not stop; its log:\n%s", d.Log()), d.Kill())
	}
	d.process = nil
	if d.err != nil {
		return fmt.Errorf("the desk stopped with %w; its log:\n%s", d.err, d.Log())
	}
	return nil
}

// Kill ends the process at once, whatever it does.
func (d *Desk) Kill() error {
	if d.process == nil {
		return errors.New("the desk is not running")
	}
	err := d.process.Process.Kill()
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	<-d.ended
	d.process = nil
	return err
}

// Freeze stops the process where it is, as a machine that does not answer any more; its connections stay open.
func (d *Desk) Freeze() error { return d.signal(syscall.SIGSTOP) }

// Thaw lets a frozen process go on, to whom no time has passed.
func (d *Desk) Thaw() error { return d.signal(syscall.SIGCONT) }

func (d *Desk) signal(s os.Signal) error {
	if d.process == nil {
		return errors.New("the desk is not running")
	}
	return d.process.Process.Signal(s)
}

// Runs reports whether the process was started and neither stopped nor killed since.
func (d *Desk) Runs() bool { return d.process != nil }

// Close kills the process if it runs.
func (d *Desk) Close() {
	if d.process != nil {
		_ = d.Kill() // it has ended, one way or the other
	}
}

// Log returns the end of what the process wrote on standard error.
func (d *Desk) Log() string { return d.output.String() }

func pause(ctx context.Context, t time.Duration) error {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tail keeps the last bytes written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const tailSize = 16 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, b...)
	if cut := len(t.b) - tailSize; cut > tailSize {
		t.b = bytes.Clone(t.b[cut:])
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
