package widget

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/privacy"
)

// Privacy finds, exports and erases what is kept of a customer; *privacy.Privacy is one.
type Privacy interface {
	Customer(ctx context.Context, visitor string) (privacy.Customer, error)
	Export(ctx context.Context, visitor string, w io.Writer) error
	Erase(ctx context.Context, visitor string) (conversations int, err error)
	Nudge()
}

// dataView is what is kept of a customer, in short.
type dataView struct {
	Reference     string `json:"reference"` // to be typed by who erases them
	Conversations int    `json:"conversations"`
	Messages      int    `json:"messages"`
	Letters       int    `json:"letters"`
	Created       int64  `json:"created"` // ms since 1970; when they were here first
	Erasing       bool   `json:"erasing"` // an erasure was begun, and is finished by itself
}

// customerData answers GET /api/agent/customer/data?conversation=ID with what an export would have and an erasure take.
func (e *edge) customerData(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	c, err := e.readable(r, who)
	if err != nil {
		return err
	}
	k, err := e.Privacy.Customer(r.Context(), c.Visitor)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, dataView{Reference: k.Reference, Conversations: k.Conversations, Messages: k.Messages, Letters: k.Letters,
		Created: bot.Millis(k.Created), Erasing: k.Erasing})
}

// dataRequest is about the customer of a conversation.
type dataRequest struct {
	Conversation string `json:"conversation"`
	Confirm      string `json:"confirm"` // the customer's reference, typed again; for an erasure only
}

// visitorOf returns the visitor whom a request is about.
func (e *edge) visitorOf(r *http.Request, who account.Staff, in dataRequest) (string, error) {
	if !bot.ValidID(in.Conversation, 1) {
		return "", bot.ErrNotFound
	}
	c, err := e.Agents.Readable(r.Context(), who.ID, e.supervises(who), in.Conversation)
	return c.Visitor, err
}

// exportCustomer answers POST /api/agent/customer/export with everything that is kept of a customer, as a ZIP.
func (e *edge) exportCustomer(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in dataRequest
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	visitor, err := e.visitorOf(r, who, in)
	if err != nil {
		return err
	}
	// One customer is small, and half of them must not look like all.
	var made bytes.Buffer
	if err := e.Privacy.Export(r.Context(), visitor, &made); err != nil {
		return err
	}
	out := &archive{w: w, name: fmt.Sprintf("customer-%s-%s.zip", privacy.Reference(visitor), e.clock().UTC().Format("2006-01-02"))}
	_, _ = out.Write(made.Bytes()) // the client is gone if this fails; there is nobody to tell
	return nil
}

var errConfirm = &fault{http.StatusUnprocessableEntity, "confirm", "That is not the reference of this customer; type it as it stands above."}

// eraseCustomer answers POST /api/agent/customer/erase, once the customer's reference was typed again. What was begun is
// finished, also if nobody waits for it any more.
func (e *edge) eraseCustomer(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in dataRequest
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	visitor, err := e.visitorOf(r, who, in)
	if err != nil {
		return err
	}
	if !privacy.Refers(in.Confirm, visitor) {
		return errConfirm
	}
	n, err := e.Privacy.Erase(r.Context(), visitor)
	if err != nil {
		e.Privacy.Nudge()
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]int{"conversations": n})
}
