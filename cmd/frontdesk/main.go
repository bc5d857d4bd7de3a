// Command frontdesk answers customers from a product's own knowledge base and brings a person in when it
// is not sure. One binary, one data directory: see "frontdesk -h".
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // opening hours know their time zones also where the system does not

	"github.com/alecthomas/kong"

	"frontdesk/cmd/frontdesk/internal/hurry"
	"frontdesk/knowledge/audit"
)

// commands are what frontdesk can be told to do, one file each.
type commands struct {
	common `embed:""`

	Demo      demoCommand `cmd:"" help:"Start everything with a demo shop in a throw-away directory."`
	serving   `embed:""`
	Import    importCommand    `cmd:"" help:"Bring articles in: Markdown, HTML, ZIP, CSV, JSON lines, Zendesk, Intercom, URLs."`
	Export    exportCommand    `cmd:"" help:"Write the articles out as Markdown, to a folder or ZIP."`
	Ask       askCommand       `cmd:"" help:"Ask the bot a question and see the answer with its reasons."`
	Synonyms  synonymsCommand  `cmd:"" help:"Say what customers call the same thing."`
	Exam      examCommand      `cmd:"" help:"Keep questions with known answers that no change of the articles may break."`
	Eval      evalCommand      `cmd:"" help:"Measure the bot on questions whose answers are known."`
	User      userCommand      `cmd:"" help:"Add and list staff, issue sign-in links."`
	Settings  settingsCommand  `cmd:"" help:"Show and change teams, opening hours, standards and job aids."`
	Customer  customerCommand  `cmd:"" help:"Find a customer, hand out what is kept of them, or erase it."`
	Audit     auditCommand     `cmd:"" help:"Show who changed what, and verify that nobody changed that."`
	Bench     benchCommand     `cmd:"" help:"Load a desk with customers and agents, measure it, and check that nothing was lost."`
	Backup    backupCommand    `cmd:"" help:"Copy the whole desk into one file, while it is served."`
	Restore   restoreCommand   `cmd:"" help:"Fill an empty directory or database with a backup."`
	Verify    verifyCommand    `cmd:"" help:"Check a backup, or a whole desk."`
	Migrate   migrateCommand   `cmd:"" help:"Move a desk from SQLite to PostgreSQL, or back."`
	ModelStub modelStubCommand `cmd:"" help:"Serve a scripted model server, to try by hand what models do."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// serving is the command that is started anew after a fault, while customers wait.
type serving struct {
	Serve serveCommand `cmd:"" help:"Serve the widget, the agents' console and the editor's room."`
}

// grammar returns what the parser has to know to read the arguments: mostly all commands, which takes longer to look
// through than the rest of a start does until the server takes connections. So a server is told only about itself, unless
// it reads a file, which may have the options of other commands.
func grammar(arguments []string) (commandLine any, c *common) {
	file := func(a string) bool { return strings.HasPrefix(a, "--config") }
	if len(arguments) > 0 && arguments[0] == "serve" && !slices.ContainsFunc(arguments, file) && os.Getenv("FRONTDESK_CONFIG") == "" {
		var g struct {
			common  `embed:""`
			serving `embed:""`
		}
		return &g, &g.common
	}
	var g commands
	return &g, &g.common
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	g, c := grammar(os.Args[1:])
	parser, err := newParser(g, os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "frontdesk:", err)
		os.Exit(1)
	}
	call, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx = audit.By(ctx, audit.CommandLine)
	call.BindTo(ctx, (*context.Context)(nil))
	if _, ok := call.Selected().Target.Addr().Interface().(interface{ hurries() }); !ok {
		hurry.Ease()
	}
	parser.FatalIfErrorf(call.Run(c))
}

// description stands at the top of every help text.
const description = `frontdesk answers customers from a product's own knowledge base and brings a person in when it is not sure.

Every option can be given as a flag, as an environment variable, or as a line "name: value" in the YAML file named by --config. A flag beats the variable, the variable beats the file.`

func newParser(grammar any, stdout, stderr io.Writer) (*kong.Kong, error) {
	options := []kong.Option{
		kong.Name("frontdesk"),
		kong.Description(description),
		kong.Writers(stdout, stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.DefaultEnvars("FRONTDESK"),
		kong.WithAfterApply(onePlace),
	}
	if name := os.Getenv("FRONTDESK_CONFIG"); name != "" {
		r, err := openConfig(name)
		if err != nil {
			return nil, err
		}
		options = append(options, kong.Resolvers(r))
	}
	return kong.New(grammar, options...)
}

// common is what every command understands.
type common struct {
	Config    configFile `help:"YAML file with options, one \"name: value\" a line." placeholder:"FILE"`
	LogLevel  slog.Level `help:"Least level that is logged: debug, info, warn or error." default:"info"`
	LogFormat string     `help:"Format of the log on standard error: text or json." enum:"text,json" default:"text"`
}

// quiet is the log of commands whose output says enough: unless another level was asked for, only warnings.
func (c *common) quiet() *slog.Logger {
	if c.LogLevel == slog.LevelInfo {
		q := *c
		q.LogLevel = slog.LevelWarn
		return q.logger()
	}
	return c.logger()
}

func (c *common) logger() *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}
