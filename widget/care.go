package widget

import (
	"context"
	"net/http"
	"slices"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
)

// Care finds the articles that need somebody; *care.Lists is one.
type Care interface {
	Counts(ctx context.Context) ([]care.Count, error)
	List(ctx context.Context, name care.List) (rows []care.Row, total int, err error)
}

// careArticle is an article on a list.
type careArticle struct {
	ID     string           `json:"id"`
	Title  string           `json:"title"`
	Status knowledge.Status `json:"status"`
	Locale string           `json:"locale"`
}

// careRow is a line of a list.
type careRow struct {
	Article    careArticle     `json:"article"`
	Why        string          `json:"why"`
	Next       string          `json:"next"`
	Detail     string          `json:"detail"`
	Sentences  *[2]string      `json:"sentences"` // of article and other, where they contradict each other; else null
	Other      *named          `json:"other"`
	At         int64           `json:"at"` // ms since 1970
	By         string          `json:"by"` // a name, "" if nobody did it
	Suggestion *careSuggestion `json:"suggestion"`
}

type careSuggestion struct {
	ID           string `json:"id"`
	Text         string `json:"text"`
	Author       string `json:"author"` // a name
	Conversation string `json:"conversation"`
	Revision     int    `json:"revision"`
}

func viewCare(r care.Row, names names) careRow {
	v := careRow{Article: careArticle{r.Article.ID, r.Article.Title, r.Article.Status, r.Article.Locale},
		Why: r.Why, Next: r.Next, Detail: r.Detail, Sentences: r.Sentences, At: bot.Millis(r.At), By: names.of(r.By)}
	if r.Other != nil {
		v.Other = &named{r.Other.ID, r.Other.Title}
	}
	if s := r.Suggestion; s != nil {
		v.Suggestion = &careSuggestion{s.ID, s.Text, names.of(s.Author), s.Conversation, s.Revision}
	}
	return v
}

// listCare answers GET /api/editor/care with the names of the lists and how many articles are on each, and with
// ?list=NAME the articles of one.
func (e *edge) listCare(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	if name := r.URL.Query().Get("list"); name != "" {
		return e.oneCareList(w, r, care.List(name))
	}
	counts, err := e.Care.Counts(r.Context())
	if err != nil {
		return err
	}
	type count struct {
		Name  care.List `json:"name"`
		Count int       `json:"count"`
	}
	lists := make([]count, 0, len(counts))
	for _, c := range counts {
		lists = append(lists, count{c.List, c.N})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"lists": lists})
}

func (e *edge) oneCareList(w http.ResponseWriter, r *http.Request, name care.List) error {
	if !slices.Contains(care.All(), name) {
		return badQuery("There is no such list.")
	}
	found, total, err := e.Care.List(r.Context(), name)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	rows := make([]careRow, 0, len(found))
	for _, row := range found {
		rows = append(rows, viewCare(row, names))
	}
	return writeJSON(w, http.StatusOK, map[string]any{"list": name, "rows": rows, "total": total})
}
