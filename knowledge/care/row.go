package care

import (
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// List names one of the lists.
type List string

// The lists, in the order in which they are shown.
const (
	Suggestions  List = "suggestions"  // of agents
	Waiting      List = "waiting"      // for review
	Refused      List = "refused"      // newest version of a source that was not taken over
	Due          List = "scheduled"    // what is to happen by itself, or could not
	Rated        List = "rated"        // badly
	Twins        List = "twins"        // duplicates and contradictions
	BrokenLinks  List = "links"        // to what is not there
	PastReview   List = "review"       // past their review date
	Translations List = "translations" // missing, or behind their original
	Useless      List = "useless"      // quoted in no answer
)

// All are the names of all lists.
func All() []List {
	return []List{Suggestions, Waiting, Refused, Due, Rated, Twins, BrokenLinks, PastReview, Translations, Useless}
}

// Named is an article as a list shows it.
type Named struct {
	ID, Title, Locale string
	Status            knowledge.Status
}

// Row is an article on a list.
type Row struct {
	Article    Named
	Why        string            // a plain sentence
	Next       string            // what to do, a plain sentence
	Detail     string            // what it is about, such as the words of an agent; may be empty
	Sentences  *[2]string        // of Article and Other, which contradict each other; else nil
	Other      *Named            // the twin, the original or what is linked to, if there is one
	At         time.Time         // of what the row tells
	Suggestion *store.Suggestion // of an agent, on that list
	By         string            // staff id of who asked, scheduled or suggested; "" if nobody did
}

// MaxRows is how many rows of a list are returned; counts are of all.
const MaxRows = 500

func (e *entry) named() Named {
	return Named{ID: e.id, Title: e.title, Locale: e.tag, Status: knowledge.Published}
}
