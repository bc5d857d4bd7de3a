package widget

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/insight"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/session"
	"frontdesk/widget/wire"
)

// fault is an answer to a request that cannot be served: a status, a code for programs and one plain sentence
// for people. Nothing else about an error ever leaves the server.
type fault struct {
	status  int
	code    string
	message string
}

func (f *fault) Error() string { return f.code + ": " + f.message }

// Codes that exist only here; the others are the socket's.
const (
	codeWrongCredentials = "wrong_credentials"
	codeWrongPassword    = "wrong_password"
	codeLinkUsed         = "link_used"
	codeThrottled        = "throttled"
	codeSignedOut        = "signed_out"
	codeForeignOrigin    = "foreign_origin"
	codeMethod           = "method_not_allowed"
	codeTooLarge         = "too_large"
	codeNotJSON          = "not_json"
	codeBadJSON          = "bad_json"
	codeConflict         = "conflict"
	codeExists           = "exists"
	codeExamWorse        = "exam_worse"
	codeNeedsSecond      = "needs_second"
	codeElsewhere        = "elsewhere"
	codeNobody           = "nobody"
	codeLinkExpired      = "link_expired"
	codeLinkInvalid      = "link_invalid"
	codeModelOff         = "model_off"
	codeModelFailed      = "model_failed"
)

// Faults that arise here and not below.
var (
	errUnknownSite   = &fault{http.StatusNotFound, wire.CodeUnknownSite, "This desk does not serve a site of that name."}
	errNoSuchAPI     = &fault{http.StatusNotFound, wire.CodeNotFound, "There is nothing at this address."}
	errMethod        = &fault{http.StatusMethodNotAllowed, codeMethod, "This address does not answer to that method."}
	errForeignOrigin = &fault{http.StatusForbidden, codeForeignOrigin, "Requests from other sites are not accepted here."}
	errNotJSON       = &fault{http.StatusUnsupportedMediaType, codeNotJSON, "The request must have the content type application/json."}
	errTooLarge      = &fault{http.StatusRequestEntityTooLarge, codeTooLarge, "The request is too large."}
	errRateLimited   = &fault{http.StatusTooManyRequests, wire.CodeRateLimited, "Too many requests; wait a little and try again."}
	errUnavailable   = &fault{http.StatusServiceUnavailable, wire.CodeUnavailable, "This is not available at the moment; try again."}
	errModelOff      = &fault{http.StatusNotFound, codeModelOff, "No language model is configured here."}
	errInternal      = &fault{http.StatusInternalServerError, wire.CodeInternal, "Something went wrong here; try again."}
)

// invalid is a fault in what was sent, said in the sentence.
func invalid(sentence string) *fault {
	return &fault{http.StatusUnprocessableEntity, wire.CodeInvalid, sentence}
}

// badQuery is a fault in the query of an address.
func badQuery(sentence string) *fault {
	return &fault{http.StatusBadRequest, wire.CodeInvalid, sentence}
}

// faults is the one table from the errors of the packages below to answers. The first match counts.
var faults = []struct {
	err error
	fault
}{
	{knowledge.ErrNotFound, fault{http.StatusNotFound, wire.CodeNotFound, "There is no such article."}},
	{knowledge.ErrConflict, fault{http.StatusConflict, codeConflict, "The article was changed by somebody else."}},
	{knowledge.ErrExists, fault{http.StatusConflict, codeExists, "An article with this id exists."}},
	{knowledge.ErrInvalid, fault{http.StatusUnprocessableEntity, wire.CodeInvalid, "The article is not valid."}},
	{knowledge.ErrExam, fault{http.StatusConflict, codeExamWorse, "The exam gets worse: questions that were answered well would not be any more."}},
	{knowledge.ErrSecond, fault{http.StatusConflict, codeNeedsSecond, "Somebody else has to publish what you have written; ask for a review."}},
	{knowledge.ErrSource, fault{http.StatusConflict, codeElsewhere, "The article is kept elsewhere; change it there."}},
	{knowledge.ErrMoved, fault{http.StatusConflict, codeConflict, "Others published at the same moment; try again."}},

	{bot.ErrNotFound, fault{http.StatusNotFound, wire.CodeNotFound, "There is no such conversation."}},
	{bot.ErrStaleEpoch, fault{http.StatusConflict, wire.CodeStale, "The conversation has another owner by now."}},
	{bot.ErrNotOwner, fault{http.StatusConflict, wire.CodeNotOwner, "Only the owner of the conversation may do this."}},
	{bot.ErrResolved, fault{http.StatusConflict, wire.CodeResolved, "The conversation is resolved."}},
	{bot.ErrIDReused, fault{http.StatusConflict, wire.CodeIDReused, "This id was used for another message."}},
	{bot.ErrInvalid, fault{http.StatusUnprocessableEntity, wire.CodeInvalid, "The request is not valid."}},
	{bot.ErrForbidden, fault{http.StatusForbidden, wire.CodeForbidden, "Your role or your team does not allow this."}},
	{bot.ErrPromiseOpen, fault{http.StatusConflict, wire.CodePromiseOpen, "A promise to the customer is still open; say first what becomes of it."}},
	{bot.ErrNewer, fault{http.StatusConflict, wire.CodeNewer, "Something newer was written meanwhile; read it first."}},
	{bot.ErrNobody, fault{http.StatusUnprocessableEntity, codeNobody, "There is no such colleague or team; choose another."}},
	{bot.ErrConflict, fault{http.StatusConflict, codeConflict, "Somebody else has changed this meanwhile."}},
	{bot.ErrUnpublished, fault{http.StatusConflict, wire.CodeStale, "A cited article is not published any more."}},

	{privacy.ErrNotFound, fault{http.StatusNotFound, wire.CodeNotFound, "There is no such customer, or not any more."}},

	{mail.ErrLinkExpired, fault{http.StatusGone, codeLinkExpired, "This link is too old; open the one in the newest e-mail, or write on the website again."}},
	{mail.ErrLinkInvalid, fault{http.StatusNotFound, codeLinkInvalid, "This link does not lead to a conversation; copy the whole address from the e-mail."}},

	{account.ErrWrongCredentials, fault{http.StatusUnauthorized, codeWrongCredentials, "The e-mail address or the password is wrong."}},
	{account.ErrWrongPassword, fault{http.StatusForbidden, codeWrongPassword, "The current password is wrong."}},
	{account.ErrLinkUsed, fault{http.StatusUnauthorized, codeLinkUsed, "This sign-in link was used or has expired; ask for a new one."}},
	{account.ErrThrottled, fault{http.StatusTooManyRequests, codeThrottled, "Too many attempts; wait a little and try again."}},
	{account.ErrNoSession, fault{http.StatusUnauthorized, codeSignedOut, "You are not signed in."}},
	{account.ErrNotFound, fault{http.StatusNotFound, wire.CodeNotFound, "There is no such member of the staff."}},
	{account.ErrExists, fault{http.StatusConflict, codeExists, "A member of the staff with this e-mail address exists."}},
	{account.ErrInvalid, fault{http.StatusUnprocessableEntity, wire.CodeInvalid, "What was entered is not valid."}},
	{session.ErrForbidden, fault{http.StatusForbidden, wire.CodeForbidden, "Your role does not allow this."}},

	{insight.ErrNoGap, fault{http.StatusNotFound, wire.CodeNotFound, "There is no such gap, or not any more."}},
	{insight.ErrBroken, *errUnavailable},
	{rehearse.ErrBroken, fault{http.StatusServiceUnavailable, wire.CodeUnavailable, "The articles cannot be searched at the moment, so nothing can be tried; try again."}},

	{sqldb.ErrUnavailable, *errUnavailable},
	{sqldb.ErrClosed, *errUnavailable},
	{context.DeadlineExceeded, *errUnavailable},
	{context.Canceled, *errUnavailable}, // nobody reads it: the client is gone
}

// explained lists the errors whose text after the error's own words was written for the person who caused
// them ("invalid article: the title is empty; …").
var explained = []error{knowledge.ErrInvalid, knowledge.ErrExists, knowledge.ErrExam, knowledge.ErrSecond, knowledge.ErrSource, knowledge.ErrMoved, account.ErrInvalid, bot.ErrInvalid, bot.ErrNobody}

// faultOf turns an error into an answer. known is false for an error that the table does not have: it is
// answered as internal, and its text is for the log only.
func faultOf(err error) (f fault, known bool) {
	if own, ok := errors.AsType[*fault](err); ok {
		return *own, own.status != http.StatusInternalServerError
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return *errTooLarge, true
	}
	if t, ok := errors.AsType[*bot.TakenError](err); ok {
		return fault{http.StatusConflict, wire.CodeTaken, cmp.Or(t.Name, "Somebody else") + " has taken this conversation."}, true
	}
	if _, ok := errors.AsType[*bot.MergedError](err); ok {
		return fault{http.StatusConflict, wire.CodeMerged, "This conversation was put together with another one and goes on there."}, true
	}
	for _, row := range faults {
		if errors.Is(err, row.err) {
			f = row.fault
			if sentence := explanation(err); sentence != "" {
				f.message = sentence
			}
			return f, true
		}
	}
	return *errInternal, false
}

// explanation returns what stands after the words of an explained error, as a sentence.
func explanation(err error) string {
	for _, e := range explained {
		if !errors.Is(err, e) {
			continue
		}
		_, why, found := strings.Cut(err.Error(), e.Error()+": ")
		if !found || why == "" {
			return ""
		}
		return sentence(why)
	}
	return ""
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(words[size:], ".") + "."
}
