package app

import (
	"log/slog"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
)

// asked opens a corpus, waits until it has learnt, and returns what the bot does about a question.
func asked(t *testing.T, c Config, question string) bot.Decision {
	t.Helper()
	k, err := OpenCorpus(t.Context(), c, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := k.Index.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := k.Index.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k.Answerer.Turn(t.Context(), bot.Question{Text: question})
}

// TestEncoderElsewhere tells the story of a company with an embedding server of its own: meanings come from there,
// titles and phrasings are not sent twice, and when it is gone the bot goes by words.
func TestEncoderElsewhere(t *testing.T) {
	const question = "can I return opened items"
	server := scripted.New(scripted.Config{Key: "secret", Models: []string{"small"}})
	base, stop, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stop() }() // ended below; a second stop does nothing
	c := shop(t)
	c.Encoder, c.EncoderModel, c.EncoderKey = base, "small", "secret"

	d := asked(t, c, question)
	if d.Trace.Features["meaning"] == 0 {
		t.Errorf("meanings were not compared: %v", d.Trace.Features)
	}
	texts := server.Received()
	asked(t, c, question)
	if again := server.Received() - texts; again > texts/2 {
		t.Errorf("%d requests the first time, %d the second, though titles and phrasings were known", texts, again)
	}

	if err := stop(); err != nil {
		t.Fatal(err)
	}
	d = asked(t, c, question)
	if d.Trace.Features["meaning"] != 0 {
		t.Errorf("meanings were compared without a server: %v", d.Trace.Features)
	}
	if len(d.Trace.Candidates) == 0 || d.Trace.Candidates[0].Article != "returns/opened-item" {
		t.Errorf("by words alone the bot finds %v", d.Trace.Candidates)
	}
}

func TestEncoderSettings(t *testing.T) {
	for _, test := range []struct{ encoder, model, complaint string }{
		{"", "", ""}, {"builtin", "", ""}, {"off", "", ""}, {"https://models.example/v1", "small", ""},
		{"none", "", "builtin, off, or the address"}, {"models.example/v1", "small", "builtin, off, or the address"},
		{"https://models.example/v1", "", "--encoder-model"},
	} {
		c := Default()
		c.Encoder, c.EncoderModel = test.encoder, test.model
		err := c.Validate()
		if test.complaint == "" && err != nil || test.complaint != "" && (err == nil || !strings.Contains(err.Error(), test.complaint)) {
			t.Errorf("--encoder %q --encoder-model %q: %v", test.encoder, test.model, err)
		}
	}
	c := shop(t)
	c.Encoder = "off"
	if d := asked(t, c, "can I return opened items"); d.Trace.Features["meaning"] != 0 || len(d.Trace.Candidates) == 0 {
		t.Errorf("switched off: %v", d.Trace)
	}
}
