package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/widget/wire"
)

// A reply that is cut off after any of its bytes, by a broken connection or a proper end, is never said, and neither is
// a piece of it: what the customer is shown meanwhile are whole sentences that are written, and what they read in the end
// is the quotation, unless everything had come. FRONTDESK_CUTS=all cuts at every byte.
func TestReplyCutAnywhere(t *testing.T) {
	p := openPremises(t)
	p.learned()
	server, base := startModel(t)
	q := bot.Question{Text: misused, Payer: bot.Payer{Purpose: bot.ForAnswer}}
	quotation := p.app.Corpus.Answerer.Turn(t.Context(), q)
	if quotation.Kind != bot.Answer {
		t.Fatalf("without a model %q is a %s", misused, quotation.Kind)
	}
	shown := 0
	turn := func() bot.Decision {
		// Each time a client of its own: one that has seen a server fail so often would not ask any more.
		chat, err := app.ModelConfig{URL: base, Name: "scripted"}.NewChat(slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer chat.Close()
		q := q
		q.Along = func(so bot.Partial) {
			if so.Text == "" {
				return
			}
			shown++
			if err := p.rests(t.Context(), so.Text, cited(so.Citations)); err != nil {
				t.Errorf("shown meanwhile: %v, in %q", err, so.Text)
			}
		}
		return p.app.Corpus.Drafter(app.Wording{Model: chat}, 0, slog.New(slog.DiscardHandler)).Turn(t.Context(), q)
	}
	if d := turn(); !d.Drafted {
		t.Fatalf("the whole reply was not said: %+v", d.Trace.Draft)
	}
	whole := replyTo(t, base, server.Requests())
	end := endOf(t, whole)
	stride := 1
	if os.Getenv("FRONTDESK_CUTS") == "" {
		stride = 41 // at every byte, it takes minutes; the events of the reply are about 200 bytes long
	}
	for _, cut := range []func(int, scripted.Step) scripted.Step{scripted.CutAfter, scripted.EndAfter} {
		for n := 0; n < len(whole); n += stride {
			server.Usually(scripted.Chat, cut(n, scripted.OK()))
			d := turn()
			if d.Drafted && n <= end {
				// A search that was in a hurry does without its encoder, and the model is asked with other passages: what
				// counts is where the reply to just this request ends.
				server.Usually(scripted.Chat, scripted.OK())
				own := replyTo(t, base, server.Requests())
				if n <= endOf(t, own) {
					t.Errorf("cut after %d of %d bytes, before the model had finished: said nevertheless: %q", n, len(own), d.Text)
				}
			}
			switch {
			case d.Drafted:
				if err := p.rests(t.Context(), d.Text, cited(d.Citations)); err != nil {
					t.Errorf("cut after %d bytes: %v", n, err)
				}
			case d.Text != quotation.Text:
				t.Errorf("cut after %d of %d bytes: neither the reply nor the quotation: %q", n, len(whole), d.Text)
			}
		}
	}
	if shown == 0 {
		t.Error("nothing was ever shown meanwhile")
	}
	t.Logf("%d places, twice each; %d times something was shown meanwhile", (len(whole)+stride-1)/stride, shown)
}

// endOf is where a reply says that it is finished.
func endOf(t *testing.T, reply []byte) int {
	t.Helper()
	end := bytes.Index(reply, []byte(`"finish_reason":"stop"`))
	if end < 0 {
		t.Fatalf("the reply has no end: %s", reply)
	}
	return end
}

// replyTo sends the newest request anew and returns every byte of the reply.
func replyTo(t *testing.T, base string, requests []scripted.Request) []byte {
	t.Helper()
	newest := requests[len(requests)-1]
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+strings.TrimPrefix(string(newest.Route), "/v1"), bytes.NewReader(newest.Body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// cited are citations as a customer gets them.
func cited(list []bot.Citation) (out []wire.Citation) {
	for _, c := range list {
		out = append(out, wire.Citation{N: c.N, Article: c.Article, Revision: c.Revision, Start: c.Start, End: c.End, At: c.At, Len: c.Len})
	}
	return out
}
