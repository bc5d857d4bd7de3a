package main

import (
	"context"
	crand "crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"time"

	"frontdesk/cmd/frontdesk/internal/bench"
)

// benchCommand drives a desk with customers and agents and compares what it kept with what it acknowledged.
type benchCommand struct {
	URL       []string      `arg:"" help:"Address of the desk, such as http://127.0.0.1:8080. Name several nodes of one desk, and everybody is spread over them."`
	Customers int           `help:"Customers who are there at once." default:"100"`
	Agents    int           `help:"Agents who take whoever asks for a person. Default: as many as --staff has lines." placeholder:"NUMBER"`
	Duration  time.Duration `help:"How long customers talk once all are connected." default:"30s"`
	Think     time.Duration `help:"Mean time from an answer to the next question; 0 asks at once." default:"5s"`
	Ramp      time.Duration `help:"Time over which customers connect." default:"5s"`
	Patience  time.Duration `help:"How long the desk has at the end for what it owes." default:"60s"`
	Site      string        `help:"Site that the customers come from." default:"main"`
	Origin    string        `help:"Origin that the sockets name. Default: the address they connect to; set it to the desk's --public-url if that is another." placeholder:"ORIGIN"`
	Questions string        `help:"File with what customers ask, one a line: text, or JSON with a \"query\"; - for standard input. Default: questions that fit the demo shop." placeholder:"FILE"`
	Staff     string        `help:"File that lets agents in, one a line: a one-time sign-in link, or an e-mail address and a password; - for standard input." placeholder:"FILE"`
	Persons   float64       `help:"Share of messages, 0 to 1, that ask for a person, if there are agents." default:"0.05"`
	Queue     bool          `help:"Have customers ask for a person first and wait in the queue. With --staff, agents are there and take nobody, so that the bot is silent: measures delivery alone. Without, the bot helps those who wait."`
	Slow      float64       `help:"Share of customers, 0 to 1, who do not read for long stretches." default:"0"`
	Cut       float64       `help:"Share of messages, 0 to 1, after which the customer's connection breaks." default:"0"`
	Storm     bool          `help:"Break all connections at once half-way, and see how long it takes until everybody is back."`
	Seed      uint64        `help:"Repeats the choices of the run with this seed. Default: another one each time." placeholder:"NUMBER"`
	JSON      string        `name:"json" help:"Write the report as JSON to this file too; - writes it to standard output, in place of the text. Its fields are listed above." placeholder:"FILE"`
	YesIOwnIt bool          `name:"yes-i-own-it" help:"Also load a desk that is not on this machine."`
}

// Help is shown below the options.
func (benchCommand) Help() string {
	return `Start a desk with articles and without rate limits in one terminal, and this in another:

  frontdesk serve --unlimited --data DIR
  frontdesk bench http://127.0.0.1:8080 --customers 1000 --think 2s

Customers behave as the widget does: they obey close codes and retry_after, come back with what was not acknowledged, and find lost announcements by the heartbeat. Times count from when something was to be sent, and everything is counted, nothing sampled.

At the end every conversation is read again from its beginning over a new connection and compared with the record of what was sent and acknowledged. Exit status 1 means that something was lost, duplicated, out of order or altered, or could not be compared.

Ctrl-C ends the talk early; what there is up to then is compared and reported.

It makes conversations and visitors that stay in the desk. Agents take only customers of this run.

The JSON keeps its fields from release to release; new ones may be added:

` + benchFields
}

// Run drives the desk and prints the report.
func (c *benchCommand) Run(ctx context.Context, common *common) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	view := newBenchView(os.Stderr)
	defer context.AfterFunc(ctx, func() {
		signal.Reset(os.Interrupt) // the next one ends the process
		view.note("Interrupted: what is owed and what was kept are still looked at. Once more ends without a report.")
	})()
	report, err := bench.Run(ctx, config, strings.ToLower(crand.Text()[:12]), view)
	view.end()
	if err != nil {
		return err
	}
	if err := c.write(report); err != nil {
		return err
	}
	if wrong := report.Wrong(); wrong != "" {
		return errors.New(wrong)
	}
	return nil
}

// config reads the files that the flags name.
func (c *benchCommand) config() (bench.Config, error) {
	out := bench.Config{
		Origin: c.Origin, Site: c.Site, Customers: c.Customers, Agents: c.Agents, Duration: c.Duration, Think: c.Think, Ramp: c.Ramp,
		Patience: c.Patience, Persons: c.Persons, Queue: c.Queue, Slow: c.Slow, Cut: c.Cut, Storm: c.Storm, Seed: c.Seed, Owned: c.YesIOwnIt,
	}
	for _, u := range c.URL {
		out.URLs = append(out.URLs, strings.TrimSuffix(u, "/"))
	}
	if out.Seed == 0 {
		out.Seed = rand.Uint64() >> 12 // as many digits as JSON keeps
	}
	if c.Staff != "" {
		text, err := readText(c.Staff, "--staff", maxStaff)
		if err != nil {
			return out, err
		}
		if out.Staff, err = bench.ReadStaff(text); err != nil {
			return out, fmt.Errorf("--staff %s: %w", c.Staff, err)
		}
		if out.Agents == 0 {
			out.Agents = len(out.Staff)
		}
	}
	if c.Questions != "" {
		if c.Questions == "-" && c.Staff == "-" {
			return out, errors.New("--staff and --questions cannot both be read from standard input")
		}
		text, err := readText(c.Questions, "--questions", maxQuestions)
		if err != nil {
			return out, err
		}
		if out.Questions, err = bench.Questions(strings.NewReader(text)); err != nil {
			return out, fmt.Errorf("--questions %s: %w", c.Questions, err)
		}
	}
	return out, out.Validate()
}

// Largest files that are read, in bytes.
const (
	maxStaff     = 1 << 20
	maxQuestions = 64 << 20
)

// write prints the report and writes it as JSON if that was asked for.
func (c *benchCommand) write(r *bench.Report) error {
	if c.JSON != "-" {
		if err := r.Write(os.Stdout); err != nil {
			return fmt.Errorf("print the report: %w", err)
		}
	}
	if c.JSON == "" {
		return nil
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	b = append(b, '\n')
	if c.JSON == "-" {
		_, err = os.Stdout.Write(b)
	} else {
		err = os.WriteFile(c.JSON, b, 0o644)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
