package widget

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/aid"
	"frontdesk/bot/desk"
)

// maxSettings is the largest document of settings, in bytes.
const maxSettings = 512 << 10

var errNoSettings = &fault{http.StatusNotFound, "not_found", "There are no settings of that name."}

// settingView is a document of settings.
type settingView struct {
	Name     string          `json:"name"`
	Revision int64           `json:"revision"` // 0 if nobody has written it
	Value    json.RawMessage `json:"value"`
	Author   string          `json:"author"` // a name
	At       int64           `json:"at"`     // ms since 1970
}

// openSettings answers GET /api/settings/{name}.
func (e *edge) openSettings(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	s, err := e.Settings.Get(r.Context(), chi.URLParam(r, "name"))
	if errors.Is(err, bot.ErrNotFound) {
		return errNoSettings
	}
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, settingView{s.Name, s.Revision, json.RawMessage(s.Body), names.of(s.Author), bot.Millis(s.At)})
}

// saveSettings answers PUT /api/settings/{name} with the new revision, unless somebody else was faster or the document
// breaks a rule: then with a sentence that says what to do.
func (e *edge) saveSettings(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	return e.saveDocument(w, r, who, chi.URLParam(r, "name"))
}

func (e *edge) saveDocument(w http.ResponseWriter, r *http.Request, who account.Staff, name string) error {
	var in struct {
		Revision int64           `json:"revision"`
		Value    json.RawMessage `json:"value"`
	}
	if err := readJSON(w, r, maxSettings, &in); err != nil {
		return err
	}
	if in.Revision < 0 {
		return badQuery("The number of the revision that was edited is not valid.")
	}
	if err := e.checkSettings(r, name, in.Value); err != nil {
		return err
	}
	revision, err := e.Settings.Put(r.Context(), bot.Setting{Name: name, Revision: in.Revision, Body: string(in.Value), Author: who.ID, At: e.clock()})
	switch {
	case errors.Is(err, bot.ErrNotFound):
		return errNoSettings
	case errors.Is(err, bot.ErrConflict):
		return &fault{http.StatusConflict, codeConflict, "Somebody else has changed these settings meanwhile; load them anew."}
	case errors.Is(err, bot.ErrInvalid):
		return brokenRule(err)
	case err != nil:
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]int64{"revision": revision})
}

// checkSettings checks the form of a document, and what only the edge knows: who belongs to the staff.
func (e *edge) checkSettings(r *http.Request, name string, value json.RawMessage) error {
	switch name {
	case desk.DocDesk:
		var s bot.Settings
		if err := strictly(value, &s); err != nil {
			return err
		}
		return e.checkMembers(r, s)
	case desk.DocCauses:
		return strictly(value, new([]aid.Cause))
	case desk.DocCanned:
		return strictly(value, new([]aid.Canned))
	case desk.DocPlaybooks:
		return strictly(value, new([]aid.Playbook))
	case desk.DocNeverSay:
		return strictly(value, new([]aid.NeverSay))
	case desk.DocVoice:
		return strictly(value, new(bot.Voice))
	case desk.DocKeep:
		return strictly(value, new(bot.Keep))
	}
	return errNoSettings
}

// checkMembers refuses members of teams whom the staff does not know.
func (e *edge) checkMembers(r *http.Request, s bot.Settings) error {
	all, err := e.Accounts.List(r.Context())
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(all))
	for _, p := range all {
		known[p.ID] = true
	}
	for _, t := range s.Teams {
		for _, m := range t.Members {
			if !known[m.Agent] {
				return badQuery(fmt.Sprintf("Team %.80s: the member %q does not belong to the staff; take them out of the team or choose somebody else.", t.Title, clip(m.Agent)))
			}
		}
	}
	return nil
}

// strictly reads a document without passing over anything: a misspelt name would silently do nothing.
func strictly(value json.RawMessage, into any) error {
	if trimmed := bytes.TrimSpace(value); len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")) {
		return badQuery("The settings are missing; send them as “value”.")
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		return nil
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return badQuery("The settings are of the wrong kind; send an object for “desk” and a list for everything else.")
		}
		return badQuery("The field " + strconv.Quote(clip(t.Field)) + " has the wrong type; correct it.")
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return badQuery("There is no field " + clip(field) + "; leave it out.")
	}
	return badQuery("The settings cannot be read; send them as JSON.")
}

// brokenRule is the sentence of an error that wraps bot.ErrInvalid, with what it is about: "Team Support: …".
func brokenRule(err error) *fault {
	words := strings.Replace(err.Error(), bot.ErrInvalid.Error()+": ", "", 1)
	return badQuery(sentence(words))
}

// clip shortens what somebody sent, to quote it.
func clip(s string) string {
	runes := []rune(s)
	if len(runes) <= 60 {
		return s
	}
	return string(runes[:60]) + "…"
}

// people answers GET /api/settings/people with those who can be members of teams.
func (e *edge) people(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	all, err := e.Accounts.List(r.Context())
	if err != nil {
		return err
	}
	out := []staffView{}
	for _, s := range all {
		if !s.Disabled {
			out = append(out, staffView{ID: s.ID, Name: s.Name, Email: s.Email, Roles: s.Roles})
		}
	}
	return writeJSON(w, http.StatusOK, map[string]any{"people": out})
}
