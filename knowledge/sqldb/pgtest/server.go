package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server on loopback. Its methods may be called from any goroutine.
type Server struct {
	programs string // folder of postgres and initdb
	dir      string // all files of the server
	port     int
	account  *syscall.Credential // who it runs as, nil for whoever runs the test

	mu     sync.Mutex
	cmd    *exec.Cmd // nil while it is stopped
	reaper *exec.Cmd
	hold   *os.File // its end is the reaper's beginning
	names  int
}

// patience is how long a server may take to start or to stop. It is long because the machine may be slow.
const patience = time.Minute

// start makes a server with an empty data directory and starts it.
func start() (*Server, error) {
	programs, err := installed()
	if err != nil {
		return nil, err
	}
	s := &Server{programs: programs}
	if s.account, err = account(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "frontdesk-postgres-"); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		os.RemoveAll(s.dir)
		return nil, err
	}
	for tries := 0; ; tries++ { // the port may be gone by the time that the server takes it
		if s.port, err = freePort(); err == nil {
			err = s.Start()
		}
		if err == nil {
			break
		}
		if tries == 3 {
			s.remove()
			return nil, err
		}
	}
	if err := s.template(); err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

// prepare makes the data directory, and the process that clears up when this one is gone.
func (s *Server) prepare() error {
	if s.account != nil {
		if err := os.Chown(s.dir, int(s.account.Uid), int(s.account.Gid)); err != nil {
			return err
		}
	}
	init := exec.Command(filepath.Join(s.programs, "initdb"), "-D", s.data(), "-U", "frontdesk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	init.SysProcAttr, init.Dir = &syscall.SysProcAttr{Credential: s.account}, s.dir
	if out, err := init.CombinedOutput(); err != nil {
		return fmt.Errorf("make a data directory: %w: %s", err, out)
	}
	return s.watch()
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// settings hold while the server runs, whatever its data directory says.
func (s *Server) settings() []string {
	var out []string
	for _, v := range []string{
		"listen_addresses=127.0.0.1", "unix_socket_directories=", "port=" + strconv.Itoa(s.port),
		"max_connections=200", "shared_buffers=64MB", "log_min_messages=warning",
	} {
		out = append(out, "-c", v)
	}
	return out
}

// Start starts the server after a Stop and returns when it answers.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd != nil {
		return errors.New("the server runs already")
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(s.programs, "postgres"), append([]string{"-D", s.data()}, s.settings()...)...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account, Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := s.answers(cmd); err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		said, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		return fmt.Errorf("start PostgreSQL: %w: %s", err, said)
	}
	s.cmd = cmd
	return nil
}

// answers waits until the server answers.
func (s *Server) answers(cmd *exec.Cmd) error {
	for until := time.Now().Add(patience); ; {
		err := s.do("postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		var status syscall.WaitStatus
		if pid, _ := syscall.Wait4(cmd.Process.Pid, &status, syscall.WNOHANG, nil); pid == cmd.Process.Pid {
			return errors.New("it ended at once")
		}
		if time.Now().After(until) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Stop stops the server: at once, as if the machine lost its power but for what the system has in its memory, or by
// ending all sessions and then in good order.
func (s *Server) Stop(immediate bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return errors.New("the server is stopped already")
	}
	how := syscall.SIGINT
	if immediate {
		how = syscall.SIGQUIT
	}
	if err := s.cmd.Process.Signal(how); err != nil {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	s.cmd.Wait() // says how it ended, which is what was asked for
	s.cmd = nil
	return nil
}

// URL is the address of a database of the server.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://frontdesk@%s/%s?sslmode=disable", s.Address(), database)
}

// Address is where the server listens, host and port.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Open makes an empty database and returns its address. It goes with the test.
func (s *Server) Open(t testing.TB) string {
	t.Helper()
	s.mu.Lock()
	s.names++
	name := fmt.Sprintf("desk%d", s.names)
	s.mu.Unlock()
	if err := s.do("postgres", "CREATE DATABASE "+name+" TEMPLATE "+pattern); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() { s.do("postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") }) // in vain if the test has stopped the server
	return s.URL(name)
}

// pattern is the database of which every other is a copy.
const pattern = "pattern"

// template makes the pattern, with the sorting rules of a language if the server knows any.
func (s *Server) template() error {
	err := s.do("postgres", "CREATE DATABASE "+pattern+" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
	if err != nil {
		err = s.do("postgres", "CREATE DATABASE "+pattern+" TEMPLATE template0")
	}
	if err != nil {
		return fmt.Errorf("make the pattern of databases: %w", err)
	}
	return nil
}

// do runs a statement in a database of the server.
func (s *Server) do(database, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement, pgx.QueryExecModeSimpleProtocol)
	return err
}

// freePort finds a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// reap waits until nobody holds its input any more, and then ends the server and removes its files.
const reap = `trap '' INT TERM HUP
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
	kill -QUIT "$pid" 2>/dev/null
	while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
fi
rm -rf "$1"`

// watch starts the process that clears up when this one is gone. A test process has no moment of its own at which
// everything is over, and may be killed.
func (s *Server) watch() error {
	in, out, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	s.reaper = exec.Command("/bin/sh", "-c", reap, "sh", s.dir)
	s.reaper.Stdin, s.reaper.Dir = in, "/"
	s.reaper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := s.reaper.Start(); err != nil {
		out.Close()
		return fmt.Errorf("watch over the server: %w", err)
	}
	s.hold = out
	return nil
}

// remove ends the server and removes its files.
func (s *Server) remove() {
	if s.cmd != nil {
		s.Stop(true)
	}
	s.hold.Close()
	s.reaper.Wait()
}

// errNotInstalled says that there is no PostgreSQL on this machine.
var errNotInstalled = errors.New("there is no postgres and initdb on the PATH or in /usr/lib/postgresql")

// installed finds the folder of the server's programs.
func installed() (string, error) {
	folders := filepath.SplitList(os.Getenv("PATH"))
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for i := len(packaged); i > 0; i-- { // the newest comes last by its name
		folders = append(folders, packaged[i-1])
	}
	for _, folder := range folders {
		// A link on the PATH leads to where the server's other files are.
		real, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres"))
		if err != nil || !strings.HasPrefix(filepath.Base(real), "postgres") {
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(real), "initdb")); err == nil {
			return filepath.Dir(real), nil
		}
	}
	return "", errNotInstalled
}
