package widget

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

const (
	pageSize = 50
	maxPage  = 1_000_000
)

// articleRow is one line of the editor's list.
type articleRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Status   knowledge.Status `json:"status"`
	HasDraft bool             `json:"has_draft"`
	Category string           `json:"category"`
	Tags     []string         `json:"tags"`
	Locale   string           `json:"locale"`
	Updated  int64            `json:"updated"` // ms since 1970
	Author   string           `json:"author"`  // a name
}

// listArticles answers GET /api/editor/articles?q=&status=&page=.
func (e *edge) listArticles(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	f, err := listQuery(r)
	if err != nil {
		return err
	}
	found, total, err := e.Corpus.List(r.Context(), f)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	rows := []articleRow{}
	for _, a := range found {
		rows = append(rows, articleRow{ID: a.ID, Title: a.Title, Status: a.Status, HasDraft: a.HasDraft(), Category: a.Category,
			Tags: list(a.Tags), Locale: a.Locale, Updated: a.Updated.UnixMilli(), Author: names.of(a.Author)})
	}
	return writeJSON(w, http.StatusOK, map[string]any{
		"articles": rows, "total": total, "page": f.Page, "pages": max(1, (total+pageSize-1)/pageSize),
		"index": e.Index.State(),
	})
}

func listQuery(r *http.Request) (f store.Filter, err error) {
	q := r.URL.Query()
	f.Page, f.PerPage = 1, pageSize
	if f.Text = strings.TrimSpace(q.Get("q")); len(f.Text) > maxQuestion || !utf8.ValidString(f.Text) || strings.ContainsRune(f.Text, 0) {
		return f, badQuery("The search text is too long or not valid text.")
	}
	switch s := q.Get("status"); s {
	case "", "all":
	case string(knowledge.Draft), string(knowledge.Published), string(knowledge.Withdrawn):
		f.Status = knowledge.Status(s)
	default:
		return f, badQuery("The status must be all, draft, published or withdrawn.")
	}
	if s := q.Get("page"); s != "" {
		if f.Page, err = strconv.Atoi(s); err != nil || f.Page < 1 || f.Page > maxPage {
			return f, badQuery("The page must be a number from 1.")
		}
	}
	return f, nil
}
