package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/draft"
	"frontdesk/bot/spend"
	"frontdesk/cmd/frontdesk/internal/app"
)

// evalDraft is what of an evaluation is about a language model.
type evalDraft struct {
	Draft         bool            `help:"Have the configured model word the answers, and report what the gate let through, whether it kept to the articles, what it cost and how long it took."`
	DraftParallel int             `help:"How many answers are drafted at the same time." default:"4" placeholder:"COUNT"`
	Drafts        string          `help:"Write each draft with its sentences and what the gate said of them as JSON lines." placeholder:"FILE"`
	Model         app.ModelConfig `embed:"" prefix:"model-"`
}

// mostDrafted bounds --draft-parallel.
const mostDrafted = 1000

func (d *evalDraft) validate() error {
	switch {
	case !d.Draft && d.Drafts != "":
		return errors.New("--drafts: there are none without --draft")
	case !d.Draft:
		return nil
	case !d.Model.On():
		return errors.New("--draft: say where the model is with --model-url, and its name with --model-name; \"frontdesk model-stub -h\" tells how to try it without one")
	case d.DraftParallel < 1 || d.DraftParallel > mostDrafted:
		return fmt.Errorf("--draft-parallel %d: want a number from 1 to %d", d.DraftParallel, mostDrafted)
	}
	return d.Model.Validate()
}

// evalModel is the model of an evaluation, with everything around it that customers have.
type evalModel struct {
	*draft.Drafter
	faults *modelFaults
	close  func()
}

// checkTime is how long the model may take to show that it answers at all.
const checkTime = 20 * time.Second

// model connects the model and asks it once: a wrong key should not be found out a thousand questions later.
func (c *evalCommand) model(ctx context.Context, s *evalStage, log *slog.Logger) (*evalModel, error) {
	faults := newModelFaults(log.Handler())
	log = slog.New(faults)
	chat, err := c.Model.NewChat(log)
	if err != nil {
		return nil, err
	}
	check, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if err := chat.Check(check); err != nil {
		chat.Close()
		return nil, fmt.Errorf("--draft: %w", err)
	}
	ledger, err := c.ledger(ctx, s, log)
	if err != nil {
		chat.Close()
		return nil, err
	}
	config := c.config(s.dir)
	d := s.corpus.Drafter(app.Wording{
		Model: ledger.Meter(chat), Voice: bot.DefaultVoice, Unsayable: func(string) (string, bool) { return "", false },
		Total: c.Model.Timeout, Reply: c.Model.Reply, Price: ledger.Price, Observe: func(bot.Drafting) {},
	}, config.Threshold, log)
	return &evalModel{d, faults, chat.Close}, nil
}

// ledger keeps an evaluation to the tokens of one day.
func (c *evalCommand) ledger(ctx context.Context, s *evalStage, log *slog.Logger) (*spend.Ledger, error) {
	if err := spend.Migrate(ctx, s.corpus.DB); err != nil {
		return nil, err
	}
	return spend.Open(ctx, s.corpus.DB, spend.Config{
		Limits: spend.Limits{Day: c.Model.Day}, Prices: c.Model.Prices(), Reply: c.Model.Reply, Clock: time.Now, Random: rand.Reader, Log: log,
	})
}

// draft words the answers of an exam, measures that and writes the file that was asked for.
func (c *evalCommand) draft(ctx context.Context, p evalPaper, s *evalStage, log *slog.Logger) (*draftReport, error) {
	if !c.Draft {
		return nil, nil
	}
	m, err := c.model(ctx, s, log)
	if err != nil {
		return nil, err
	}
	defer m.close()
	all, err := m.sit(ctx, s, p.questions, c.DraftParallel)
	if err != nil {
		return nil, err
	}
	if c.Drafts != "" {
		if err := writeFile(c.Drafts, func(f *os.File) error { return writeDrafts(f, all) }); err != nil {
			return nil, fmt.Errorf("--drafts: %w", err)
		}
	}
	return measureDrafts(m.Model.Name(), all, m.faults.counts()), nil
}
