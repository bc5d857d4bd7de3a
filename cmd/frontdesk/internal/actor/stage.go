package actor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"frontdesk/bot/mail/mailtest"
)

// Stage is where a script plays: one desk and the people who meet there, by name.
type Stage struct {
	Desk   *Desk
	Dir    string                   // where files are looked for and the binary runs
	Getenv func(name string) string // variables of the script
	Setenv func(name, value string) //

	customers map[string]*Customer
	agents    map[string]*Agent
	editors   map[string]*Editor
	managers  map[string]*Staff
	mail      *mailtest.Server
	sockets   map[string]*client
	heard     map[string]int // frames of a bare socket that were heard
}

// NewStage returns a stage in a directory, with the desk's data below it. env is the environment of the
// processes.
func NewStage(binary, dir string, env []string) *Stage {
	s := &Stage{
		Desk: &Desk{Binary: binary, Data: filepath.Join(dir, "data"), Env: env},
		Dir:  dir, Getenv: os.Getenv, Setenv: func(string, string) {},
		customers: make(map[string]*Customer), agents: make(map[string]*Agent), editors: make(map[string]*Editor), managers: make(map[string]*Staff),
		sockets: make(map[string]*client), heard: make(map[string]int),
	}
	return s
}

// Said is what a command printed.
type Said struct{ Out, Err string }

// Commands are the words of the language, in the order of the package comment.
func Commands() []string {
	return []string{"frontdesk", "serve", "drain", "crash", "indexed", "link", "archive", "bytes", "garble", "http", "searchable", "found", "customer", "agent", "race", "editor", "socket", "manager", "vouch", "mailserver"}
}

// Do carries out one command. With refused, the command must fail by a refusal of the server.
func (s *Stage) Do(ctx context.Context, refused bool, command string, args []string) (Said, error) {
	if command == "searchable" {
		return Said{}, s.searchable(ctx, !refused, promptly, args)
	}
	if command == "found" {
		return Said{}, s.searchable(ctx, !refused, Patience, args)
	}
	var said Said
	var err error
	if command == "frontdesk" {
		said, err = s.frontdesk(args)
	} else {
		said.Out, err = s.do(ctx, command, args)
	}
	r, isRefusal := errors.AsType[*Refused](err)
	switch {
	case isRefusal && refused:
		said.Err = r.Error() + "\n"
		return said, nil
	case err == nil && refused:
		return said, errors.New("it was not refused")
	}
	return said, err
}

func (s *Stage) do(ctx context.Context, command string, args []string) (string, error) {
	switch command {
	case "serve":
		err := s.Desk.Start(ctx, args...)
		s.Setenv("DESK", s.Desk.URL)
		return "", err
	case "drain":
		return "", s.Desk.Stop()
	case "crash":
		return "", s.Desk.Kill()
	case "http":
		return s.http(ctx, args)
	case "race":
		return s.race(ctx, args)
	case "link":
		link, err := s.link("agent", words(args).at(0), "")
		s.Setenv("LINK", link)
		return link, err
	case "archive":
		return "", s.archive(args)
	case "bytes":
		return "", s.bytes(args)
	case "garble":
		return "", s.garble(args)
	case "indexed":
		return "", s.indexed(ctx)
	case "vouch":
		token, err := vouch(args)
		s.Setenv("IDENTITY", token)
		return "", err
	case "mailserver":
		return s.mailserver(ctx, args)
	}
	if len(args) < 2 {
		return "", fmt.Errorf("usage: %s NAME VERB …", command)
	}
	name, verb, rest := args[0], args[1], words(args[2:])
	switch command {
	case "customer":
		return s.customer(ctx, name, verb, rest)
	case "agent":
		return s.agent(ctx, name, verb, rest)
	case "editor":
		return s.editor(ctx, name, verb, rest)
	case "manager":
		return s.manager(ctx, name, verb, rest)
	case "socket":
		return s.socket(ctx, name, verb, rest)
	}
	return "", fmt.Errorf("there is no command %q", command)
}

// words are the arguments of a verb; one that is missing is "".
type words []string

func (w words) at(i int) string {
	if i < len(w) {
		return w[i]
	}
	return ""
}

// frontdesk runs the binary. A status other than 0 is a refusal with what it wrote on standard error.
func (s *Stage) frontdesk(args []string) (Said, error) {
	takesData := len(args) > 0 && slices.Contains([]string{"import", "export", "ask", "user", "settings", "audit", "exam", "customer"}, args[0])
	if takesData && !named(args, "--data") && s.Getenv("FRONTDESK_DATA") == "" && !s.elsewhere(args[0]) {
		args = append(slices.Clone(args), "--data", s.Desk.Data)
	}
	stdout, stderr, err := s.run(args...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return Said{Out: stdout}, &Refused{Code: fmt.Sprintf("exit %d", exit.ExitCode()), Message: stderr}
	}
	return Said{stdout, stderr}, err
}

// elsewhere reports whether a command finds everything that it needs in the database which the environment names. Where
// the data directory is given too, it would be taken for the place of the database.
func (s *Stage) elsewhere(command string) bool {
	named := s.Getenv("FRONTDESK_STORE") != "" || slices.ContainsFunc(s.Desk.Env, func(v string) bool { return strings.HasPrefix(v, "FRONTDESK_STORE=") })
	return named && slices.Contains([]string{"export", "user", "settings", "audit", "customer"}, command)
}

func (s *Stage) run(args ...string) (string, string, error) {
	var stdout, stderr bytes.Buffer
	p := exec.Command(s.Desk.Binary, args...)
	p.Dir, p.Env, p.Stdout, p.Stderr = s.Dir, s.Desk.Env, &stdout, &stderr
	err := p.Run()
	return stdout.String(), stderr.String(), err
}

// link makes a one-time link for somebody who is signed up now if they were not.
func (s *Stage) link(role, name, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	args := []string{"user", "link", name + "@desk.example", "--public-url", s.Desk.URL}
	if listed, err := s.frontdesk([]string{"user", "list"}); err != nil {
		return "", err
	} else if !strings.Contains(listed.Out, name+"@desk.example") {
		args = []string{"user", "add", name + "@desk.example", "--name", title(name), "--role", role, "--public-url", s.Desk.URL}
	}
	said, err := s.frontdesk(args)
	if err != nil {
		return "", err
	}
	_, link, ok := strings.Cut(strings.TrimSpace(said.Out), " signs in once with ")
	if !ok {
		return "", fmt.Errorf("no link in %q", said.Out)
	}
	return link, nil
}

func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// Close ends the desk and all connections. It fails if the server has broken a promise to somebody.
func (s *Stage) Close() error {
	var errs []error
	check := func(name string, c *client) {
		c.close()
		for _, fault := range c.broken() {
			errs = append(errs, fmt.Errorf("%s got what must not be: %s", name, fault))
		}
	}
	for name, c := range s.customers {
		check(name, c.client)
	}
	for name, a := range s.agents {
		check(name, a.client)
	}
	for _, c := range s.sockets {
		c.close()
	}
	if s.mail != nil {
		s.mail.Close()
	}
	s.Desk.Close()
	return errors.Join(errs...)
}
