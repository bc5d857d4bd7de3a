package widget

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/store"
)

// articleState is an article as its editor sees it.
type articleState struct {
	ID        string           `json:"id"`
	Status    knowledge.Status `json:"status"`
	Latest    int              `json:"latest"`
	Published int              `json:"published"` // 0 if none is
	Created   int64            `json:"created"`   // ms since 1970
	Updated   int64            `json:"updated"`
	Source    string           `json:"source"`   // where it is kept if not here
	Refused   string           `json:"refused"`  // why what is there is not published here
	Revision  rev              `json:"revision"` // the newest
	Public    *rev             `json:"published_revision"`

	Schedule     []scheduled   `json:"schedule"`
	Review       *review       `json:"review"`
	Autosave     *autosave     `json:"autosave"` // the reader's own, if it is not what was saved
	Others       []typing      `json:"others"`   // who else has typed lately and not saved
	Translations []translation `json:"translations"`
	Suggestions  int           `json:"suggestions"` // of agents, open
	Exam         int           `json:"exam"`        // questions that it has to answer

	TwoPersons  bool `json:"two_persons"`
	MayPublish  bool `json:"may_publish"` // the newest revision, as far as roles and two persons go
	MayOverrule bool `json:"may_overrule"`
}

// scheduled is something that is to happen to an article by itself.
type scheduled struct {
	Act      store.Act `json:"act"`
	Revision int       `json:"revision"` // 0 for a withdrawal
	Due      int64     `json:"due"`      // ms since 1970
	Author   string    `json:"author"`   // a name
	Fault    string    `json:"fault"`    // why it was not done when it was due; "" if it is to come
}

// review is the wish that somebody else looks at a revision.
type review struct {
	Revision int    `json:"revision"`
	Author   string `json:"author"` // a name
	Mine     bool   `json:"mine"`
	Note     string `json:"note"`
	At       int64  `json:"at"`       // ms since 1970
	Returned string `json:"returned"` // why it was sent back; "" while it waits
	Reviewer string `json:"reviewer"` // who sent it back, a name
}

// typing is somebody else's unsaved work, of which nothing is shown but that it is there.
type typing struct {
	Name string `json:"name"`
	At   int64  `json:"at"` // ms since 1970
}

// translation is another article of the same family.
type translation struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Locale   string           `json:"locale"`
	Status   knowledge.Status `json:"status"`
	Original bool             `json:"original"`
	Behind   bool             `json:"behind"` // the original was published anew since
}

// lately is how long ago somebody else's typing is worth a word.
const lately = 15 * time.Minute

// state reads how an article stands for the member of the staff who looks at it.
func (e *edge) state(ctx context.Context, id string, who account.Staff) (articleState, error) {
	a, err := e.Corpus.Article(ctx, id)
	if err != nil {
		return articleState{}, err
	}
	names, err := e.names(ctx)
	if err != nil {
		return articleState{}, err
	}
	s := articleState{ID: a.ID, Status: a.Status, Latest: a.Latest, Published: a.Published, Source: a.Source, Refused: a.Refused,
		Created: a.Created.UnixMilli(), Updated: a.Updated.UnixMilli()}
	if a.Status != knowledge.Published {
		s.Published = 0
	}
	if err := e.addRevisions(ctx, &s, names); err != nil {
		return articleState{}, fmt.Errorf("read the revisions of %q: %w", id, err)
	}
	if err := e.addWork(ctx, &s, names, who); err != nil {
		return articleState{}, fmt.Errorf("read what is under way with %q: %w", id, err)
	}
	if err := e.addFamily(ctx, &s); err != nil {
		return articleState{}, fmt.Errorf("read the translations of %q: %w", id, err)
	}
	s.TwoPersons = e.Editing.TwoPersons()
	s.MayOverrule = e.permit(who.Roles, account.OverruleExam)
	s.MayPublish = s.Source == "" && e.permit(who.Roles, account.PublishArticles)
	if s.MayPublish && s.TwoPersons {
		if s.MayPublish, err = e.Editing.MayPublish(ctx, editing.Step{ID: id, Revision: s.Latest, Author: who.ID}); err != nil {
			return articleState{}, err
		}
	}
	return s, nil
}

// addRevisions adds the newest and the published revision.
func (e *edge) addRevisions(ctx context.Context, s *articleState, names names) error {
	latest, err := e.Corpus.Revision(ctx, s.ID, s.Latest)
	if err != nil {
		return err
	}
	s.Revision = viewRev(latest, names)
	if s.Published == 0 {
		return nil
	}
	public := latest
	if s.Published != s.Latest {
		if public, err = e.Corpus.Revision(ctx, s.ID, s.Published); err != nil {
			return err
		}
	}
	v := viewRev(public, names)
	s.Public = &v
	return nil
}

// addWork adds what people have under way: schedule, review, what is typed, suggestions and exam.
func (e *edge) addWork(ctx context.Context, s *articleState, names names, who account.Staff) error {
	planned, err := e.Corpus.Scheduled(ctx, s.ID)
	if err != nil {
		return err
	}
	s.Schedule = make([]scheduled, 0, len(planned))
	for _, p := range planned {
		s.Schedule = append(s.Schedule, scheduled{p.Act, p.Revision, p.Due.UnixMilli(), names.of(p.Author), p.Fault})
	}
	asked, any, err := e.Corpus.Review(ctx, s.ID)
	if err != nil {
		return err
	}
	if any {
		s.Review = &review{Revision: asked.Revision, Author: names.of(asked.Author), Mine: asked.Author == who.ID, Note: asked.Note,
			At: asked.At.UnixMilli(), Returned: asked.Returned, Reviewer: names.of(asked.Reviewer)}
	}
	typed, err := e.Corpus.Autosaves(ctx, s.ID)
	if err != nil {
		return err
	}
	s.Others = []typing{}
	for _, t := range typed {
		switch {
		case t.Author != who.ID:
			if e.clock().Sub(t.At) < lately {
				s.Others = append(s.Others, typing{names.of(t.Author), t.At.UnixMilli()})
			}
		case t.Base != s.Latest || !t.Content.Clean().Equal(s.Revision.knowledge()):
			s.Autosave = &autosave{Article: s.ID, Base: t.Base, Content: viewContent(t.Content), At: t.At.UnixMilli()}
		}
	}
	if s.Suggestions, err = e.Corpus.SuggestionsOn(ctx, s.ID); err != nil {
		return err
	}
	questions, err := e.Exam.Exam(ctx)
	for _, q := range questions {
		if slices.Contains(q.Articles, s.ID) {
			s.Exam++
		}
	}
	return err
}

// addFamily adds the translations of the article and of its original.
func (e *edge) addFamily(ctx context.Context, s *articleState) error {
	family, err := e.Corpus.Family(ctx, s.ID)
	if err != nil {
		return err
	}
	published := make(map[string]int, len(family))
	for _, f := range family {
		if f.Status == knowledge.Published {
			published[f.ID] = f.Published
		}
	}
	s.Translations = []translation{}
	for _, f := range family {
		if f.ID == s.ID {
			continue
		}
		s.Translations = append(s.Translations, translation{
			ID: f.ID, Title: f.Title, Locale: f.Locale, Status: f.Status, Original: f.Original == "",
			Behind: f.OriginalRevision > 0 && f.OriginalRevision < published[f.Original], // 0 is not known
		})
	}
	return nil
}
