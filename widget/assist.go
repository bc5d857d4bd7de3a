package widget

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
	"frontdesk/knowledge"
	"frontdesk/widget/wire"
)

// AgentDrafts has a language model draft what agents may use; *assist.Assist is one. Nothing of it is sent.
type AgentDrafts interface {
	Summary(ctx context.Context, t assist.Talk) (assist.Summary, error)
	Reply(ctx context.Context, q bot.Question) (bot.Decision, error)
	Rewrite(ctx context.Context, t assist.Text, how string) (string, error)
	Translate(ctx context.Context, t assist.Text, from, to string) (string, error)
}

// EditorDrafts has a language model draft what editors may use; *assist.Assist is one. Nothing of it is published.
type EditorDrafts interface {
	Article(ctx context.Context, m assist.Material) (assist.ArticleDraft, error)
	Phrasings(ctx context.Context, r knowledge.Revision, payer bot.Payer) ([]string, error)
	Explain(ctx context.Context, one, other assist.Said, payer bot.Payer) (string, error)
	Preview(ctx context.Context, q bot.Question, v bot.Voice) (extract, drafted bot.Decision, err error)
}

const (
	withinAssist    = 15 * time.Second // for a draft; package assist ends before
	assistPerMinute = 60               // drafts of one member of the staff, half of them at once
	maxAssisted     = bot.MaxMessage   // bytes of a text that is rewritten or translated
)

// assisted mounts an action that asks the language model, which needs a permission and is there only with a model.
func (e *edge) assisted(p account.Permission, on bool, drafts *limiter, a staffAction) http.HandlerFunc {
	return e.permitted(withinAssist, p, func(w http.ResponseWriter, r *http.Request, who account.Staff) error {
		if !on {
			return errModelOff
		}
		if wait := drafts.allow(who.ID); wait > 0 {
			return tooMany(wait)
		}
		err := a(w, r, who)
		if f := undrafted(err); f != nil {
			e.log.Warn("nothing was drafted for the staff", "request", requestID(w), "path", r.URL.Path, "error", err)
			return f
		}
		return err
	})
}

// undrafted is the answer where the model is why there is no draft: what is the matter, and what to do. It is nil for any
// other error.
func undrafted(err error) *fault {
	if refused, ok := errors.AsType[*assist.Refused](err); ok {
		return modelFailed(refused.Why)
	}
	if !errors.Is(err, assist.ErrFailed) {
		return nil
	}
	for _, row := range modelFailures {
		if errors.Is(err, row.err) {
			return modelFailed(row.sentence)
		}
	}
	return modelFailed("The model failed. Try again, or write it yourself; an administrator finds the reason in the log.")
}

func modelFailed(sentence string) *fault {
	return &fault{http.StatusServiceUnavailable, codeModelFailed, sentence}
}

// modelFailures say what is the matter with a model, and what to do.
var modelFailures = []struct {
	err      error
	sentence string
}{
	{bot.ErrBudget, "The budget for the model is used up today. Write it yourself, or ask an administrator for more."},
	{bot.ErrModelDown, "The model does not answer at the moment. Try again in a minute, or write it yourself."},
	{bot.ErrModelLate, "The model took too long. Try again, or write it yourself."},
	{bot.ErrModelEmpty, "The model wrote nothing. Try again, or write it yourself."},
	{bot.ErrModelDeclined, "The model would not write this. Write it yourself."},
	{bot.ErrModelWindow, "This is too long for the model. Shorten it and try again."},
	{bot.ErrModelCut, "What the model wrote was cut off before its end. Try again with less text."},
}

// undone reports whether there is no draft for a reason that leaves the plain words in its place.
func undone(err error) bool {
	return undrafted(err) != nil || errors.Is(err, assist.ErrNothing)
}

// talkOf is a conversation with its newest events and the names that tell who speaks in it.
type talkOf struct {
	bot.Conversation
	log   []bot.Event
	names []string
}

// talk reads a conversation that a member of the staff may read.
func (e *edge) talk(ctx context.Context, who account.Staff, id string) (t talkOf, err error) {
	if !bot.ValidID(id, 1) {
		return t, bot.ErrNotFound
	}
	if t.Conversation, err = e.Agents.Readable(ctx, who.ID, e.supervises(who), id); err != nil {
		return t, err
	}
	if t.log, err = e.tail(ctx, t.Conversation); err != nil {
		return t, err
	}
	visitor, _, err := e.Visitors.VisitorOf(ctx, t.Visitor)
	t.names = assist.NamesIn(t.log, customersNames(t.Conversation, visitor))
	return t, err
}

// talkAsked is the conversation that a request names and nothing else.
func (e *edge) talkAsked(w http.ResponseWriter, r *http.Request, who account.Staff) (talkOf, error) {
	var in struct {
		Conversation string `json:"conversation"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return talkOf{}, err
	}
	return e.talk(r.Context(), who, in.Conversation)
}

// forAgent is on whose account a model works for an agent.
func (t talkOf) forAgent() bot.Payer { return bot.Payer{Purpose: bot.ForAgent, Site: t.Site} }

// readersLanguage is the language of a request, English if it names none that texts are translated into.
func readersLanguage(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	tag, _, _ := strings.Cut(first, ";")
	if code := assist.Translatable(strings.TrimSpace(tag)); code != "" {
		return code
	}
	return "en"
}

func viewCitations(in []bot.Citation) []wire.Citation {
	out := make([]wire.Citation, 0, len(in))
	for _, c := range in {
		out = append(out, wire.Citation(c))
	}
	return out
}
