package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"frontdesk/bot"
	"frontdesk/bot/aid"
)

// Names of the documents of settings.
const (
	DocDesk      = "desk"      // bot.Settings: teams, routes, limits
	DocCauses    = "causes"    // []aid.Cause
	DocCanned    = "canned"    // []aid.Canned
	DocPlaybooks = "playbooks" // []aid.Playbook
	DocNeverSay  = "neversay"  // []aid.NeverSay
	DocVoice     = "voice"     // bot.Voice
	DocKeep      = "keep"      // bot.Keep: for how long things are kept
)

// SubjectSettings is where a change of settings is announced; the value is nil.
const SubjectSettings = "settings"

// Documents keeps settings; it is the store.
type Documents interface {
	Setting(ctx context.Context, name string) (bot.Setting, error)
	PutSetting(ctx context.Context, in bot.Setting) (int64, error)
	Revisions(ctx context.Context) (int64, error)
}

// Book is the rules of the house and the job aids: documents that were checked and made ready. What is read from
// it is never changed.
type Book struct {
	documents Documents
	announce  func(subject string, v any) error
	pages     atomic.Pointer[pages]
	revisions atomic.Int64 // sum of the revisions that were read
}

// pages are all documents at one time.
type pages struct {
	plan      *bot.Plan
	causes    aid.Causes
	canned    []aid.Canned
	playbooks []aid.Playbook
	neverSay  *aid.Rules
	voice     bot.Voice
	keep      bot.Keep
}

// OpenBook reads the documents.
func OpenBook(ctx context.Context, documents Documents, announce func(subject string, v any) error) (*Book, error) {
	b := &Book{documents: documents, announce: announce}
	return b, b.Load(ctx)
}

// Load reads the documents anew. If one cannot be read, everything stays as it was.
func (b *Book) Load(ctx context.Context) error {
	revisions, err := b.documents.Revisions(ctx)
	if err != nil {
		return err
	}
	p := new(pages)
	for _, name := range []string{DocDesk, DocCauses, DocCanned, DocPlaybooks, DocNeverSay, DocVoice, DocKeep} {
		s, err := b.Get(ctx, name)
		if err != nil {
			return err
		}
		if err := p.read(name, s.Body); err != nil {
			return fmt.Errorf("the setting %s: %w", name, err)
		}
	}
	b.pages.Store(p)
	b.revisions.Store(revisions)
	return nil
}

// Follow reads the documents anew if another process has written one and its announcement did not come.
func (b *Book) Follow(ctx context.Context) error {
	now, err := b.documents.Revisions(ctx)
	if err != nil || now == b.revisions.Load() {
		return err
	}
	return b.Load(ctx)
}

// read checks a document and makes it ready.
func (p *pages) read(name, body string) (err error) {
	switch name {
	case DocDesk:
		s := bot.DefaultSettings()
		s.Teams = nil
		if err = decode(body, &s); err == nil {
			p.plan, err = bot.NewPlan(s)
		}
	case DocCauses:
		if err = decode(body, &p.causes); err == nil {
			err = p.causes.Validate()
		}
	case DocCanned:
		if err = decode(body, &p.canned); err == nil {
			err = aid.ValidateCanned(p.canned)
		}
	case DocPlaybooks:
		if err = decode(body, &p.playbooks); err == nil {
			err = aid.ValidatePlaybooks(p.playbooks)
		}
	case DocNeverSay:
		var rules []aid.NeverSay
		if err = decode(body, &rules); err == nil {
			p.neverSay, err = aid.CompileNeverSay(rules)
		}
	case DocVoice:
		p.voice = bot.DefaultVoice()
		if err = decode(body, &p.voice); err == nil {
			err = p.voice.Validate()
		}
	case DocKeep:
		if err = decode(body, &p.keep); err == nil {
			err = p.keep.Validate()
		}
	default:
		return fmt.Errorf("%w: there are no settings %.40q", bot.ErrInvalid, name)
	}
	if err != nil && !errors.Is(err, bot.ErrInvalid) {
		err = fmt.Errorf("%w: %v", bot.ErrInvalid, err)
	}
	return err
}

// CheckDocument says what is wrong with a document, in words for who wrote it. The error wraps bot.ErrInvalid.
func CheckDocument(name, body string) error { return new(pages).read(name, body) }

// decode reads JSON strictly: a misspelt name would silently do nothing.
func decode(body string, into any) error {
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something follows after its end")
		}
	}
	if err != nil {
		return fmt.Errorf("%w: the document is no JSON of the form that is expected (%v); begin with the one in use", bot.ErrInvalid, err)
	}
	return nil
}

// initial is a document that nobody has written yet.
func initial(name string) (any, bool) {
	switch name {
	case DocDesk:
		return bot.DefaultSettings(), true
	case DocCauses:
		return aid.DefaultCauses(), true
	case DocCanned:
		return []aid.Canned{}, true
	case DocPlaybooks:
		return []aid.Playbook{}, true
	case DocNeverSay:
		return []aid.NeverSay{}, true
	case DocVoice:
		return bot.DefaultVoice(), true
	case DocKeep:
		return bot.DefaultKeep(), true
	}
	return nil, false
}

// Get returns a document; one that nobody has written has revision 0 and the default as its body.
func (b *Book) Get(ctx context.Context, name string) (bot.Setting, error) {
	first, ok := initial(name)
	if !ok {
		return bot.Setting{}, bot.ErrNotFound
	}
	s, err := b.documents.Setting(ctx, name)
	if err != nil || s.Revision > 0 {
		return s, err
	}
	body, err := json.Marshal(first)
	if err != nil {
		return s, fmt.Errorf("write the default of %s: %w", name, err)
	}
	s.Body = string(body)
	return s, nil
}

// Put checks a document, writes it over the revision that it was made from, and tells every process. Errors:
// bot.ErrInvalid with a sentence that says what to do, bot.ErrConflict if somebody else was faster.
func (b *Book) Put(ctx context.Context, in bot.Setting) (int64, error) {
	if _, ok := initial(in.Name); !ok {
		return 0, bot.ErrNotFound
	}
	if err := CheckDocument(in.Name, in.Body); err != nil {
		return 0, err
	}
	revision, err := b.documents.PutSetting(ctx, in)
	if err != nil {
		return 0, err
	}
	if err := b.Load(ctx); err != nil {
		return revision, err
	}
	return revision, b.announce(SubjectSettings, nil)
}

// Plan returns the teams, routes and limits.
func (b *Book) Plan() *bot.Plan { return b.pages.Load().plan }

// Causes returns the tree of causes.
func (b *Book) Causes() aid.Causes { return b.pages.Load().causes }

// Canned returns the canned replies.
func (b *Book) Canned() []aid.Canned { return b.pages.Load().canned }

// Playbooks returns the playbooks.
func (b *Book) Playbooks() []aid.Playbook { return b.pages.Load().playbooks }

// NeverSay returns the never-say rules.
func (b *Book) NeverSay() *aid.Rules { return b.pages.Load().neverSay }

// Voice returns how a model words what the bot says.
func (b *Book) Voice() bot.Voice { return b.pages.Load().voice }

// Keep returns for how long things are kept.
func (b *Book) Keep() bot.Keep { return b.pages.Load().keep }
