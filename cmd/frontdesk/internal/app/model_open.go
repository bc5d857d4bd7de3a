package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot"
	"frontdesk/bot/llm"
	"frontdesk/bot/spend"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget"
)

// model is the language model with everything around it: who asks it asks metered.
type model struct {
	chat    *llm.Chat
	watched *watched
	ledger  *spend.Ledger
	metered *countedModel
	figures *modelFigures
	priced  bool
}

// NewChat returns the model that the configuration names, without a ledger before it.
func (c ModelConfig) NewChat(log *slog.Logger) (*llm.Chat, error) {
	chat, err := llm.NewChat(llm.ChatConfig{
		BaseURL: c.URL, Key: c.Key, Model: c.Name, Window: c.Window, Reply: c.Reply,
		Total: c.Timeout, Idle: c.Idle, Parallel: c.Parallel, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("--model-url: %w", err)
	}
	return chat, nil
}

// Prices are what tokens of the model cost.
func (c ModelConfig) Prices() spend.Prices {
	return spend.Prices{Prompt: c.PriceIn, Completion: c.PriceOut}
}

// openModel connects the model that the configuration names, or returns nil if it names none. A model that does not
// answer is used nevertheless: until it does, answers are quoted.
func openModel(ctx context.Context, c ModelConfig, db *sqldb.DB, registry prometheus.Registerer, log *slog.Logger) (*model, error) {
	if !c.On() {
		return nil, nil
	}
	if err := spend.Migrate(ctx, db); err != nil {
		return nil, err
	}
	ledger, err := spend.Open(ctx, db, spend.Config{
		Limits: spend.Limits{Day: c.Day, Site: c.Site, Visitor: c.Visitor, Address: c.Address}, Prices: c.Prices(),
		Reply: orElse(c.Reply, llm.DefaultReply), Clock: time.Now, Random: rand.Reader, Log: log,
	})
	if err != nil {
		return nil, err
	}
	chat, err := c.NewChat(log)
	if err != nil {
		return nil, err
	}
	m := &model{chat: chat, ledger: ledger, priced: c.PriceIn > 0 || c.PriceOut > 0}
	m.watched = &watched{Model: chat, clock: time.Now}
	m.figures = newModelFigures(registry, func() bool { return chat.Status().Down })
	m.metered = &countedModel{Model: ledger.Meter(m.watched), figures: m.figures, price: ledger.Price, clock: time.Now}
	check, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if err := m.Check(check); err != nil {
		log.Warn("answers are quoted word for word until the model answers", "model", m.metered.Name(), "why", err)
	}
	return m, nil
}

// run books what the model takes until ctx ends.
func (m *model) run(ctx context.Context) {
	if m != nil {
		m.ledger.Run(ctx)
	}
}

// closeTime is how long what was booked last may take to be written.
const closeTime = 5 * time.Second

// close ends the connections and writes down what was booked since run ended. The database must still be open.
func (m *model) close() error {
	if m == nil {
		return nil
	}
	m.chat.Close()
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	return m.ledger.Flush(ctx)
}

// models is what the edge knows of the model: nothing without one.
func (m *model) models() widget.Models {
	if m == nil {
		return nil
	}
	return m
}

// observe counts a draft.
func (m *model) observe(d bot.Drafting) { m.figures.observe(d) }

// State is how the model does: what the breaker says if it is open, else what became of the last request.
func (m *model) State() widget.ModelState {
	answered, failing, why := m.watched.last()
	s := widget.ModelState{Name: m.metered.Name(), Answered: answered, Since: failing, Why: why, Priced: m.priced}
	if status := m.chat.Status(); status.Down {
		s.Down, s.Since, s.Why = true, status.Since, status.Why
	}
	return s
}

// Limits are what the model may take.
func (m *model) Limits() spend.Limits { return m.ledger.Limits }

// Days are what the model took.
func (m *model) Days(ctx context.Context, n int) ([]spend.Day, error) { return m.ledger.Days(ctx, n) }

// Check asks the model once, on nobody's account, and says in a sentence what is wrong.
func (m *model) Check(ctx context.Context) error {
	err := m.chat.Check(ctx)
	switch {
	case err == nil:
		m.watched.works()
		return nil
	case !errors.Is(err, context.Canceled): // whoever asked has gone
		m.watched.failed(err)
	}
	return plainly(err)
}

// plainly is what a person should read of an error of a model: its own sentence, without what was attempted.
func plainly(err error) error {
	if own, ok := errors.AsType[*llm.Error](err); ok {
		return own
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return errors.New("the model did not answer in time; it may still be starting, so try again")
	}
	return err
}
