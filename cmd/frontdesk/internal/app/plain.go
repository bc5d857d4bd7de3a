package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"syscall"

	"frontdesk/knowledge/sqldb"
)

// plainError says in one sentence why the desk cannot be opened, and what to do. What it came from is still found by
// errors.Is.
type plainError struct {
	sentence string
	cause    error
}

func (e *plainError) Error() string { return e.sentence }
func (e *plainError) Unwrap() error { return e.cause }

// plain puts what keeps the desk from being opened into words for the person who starts it, where the engines' own say
// little. Their words go into the log.
func (c *Config) plain(err error, log *slog.Logger) error {
	if _, done := errors.AsType[*plainError](err); err == nil || done {
		return err
	}
	sentence := c.diskTrouble(err)
	if sentence == "" && c.Store != "" {
		sentence = c.databaseTrouble(err)
	}
	if sentence == "" {
		return err
	}
	if log != nil {
		log.Debug("the desk cannot be opened", "error", err)
	}
	return &plainError{sentence, err}
}

// Primary result codes of SQLite.
const (
	sqliteReadOnly   = 8
	sqliteFull       = 13
	sqliteCannotOpen = 14
)

// diskTrouble recognises a disk that nothing can be written to; "" if it is something else.
func (c *Config) diskTrouble(err error) string {
	code := 0
	if e, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok {
		code = e.Code() & 0xff
	}
	switch {
	case code == sqliteFull || errors.Is(err, syscall.ENOSPC):
		return fmt.Sprintf("the disk that holds %s is full; make room and start again, nothing was changed", c.Data)
	case code == sqliteReadOnly || errors.Is(err, syscall.EROFS):
		return fmt.Sprintf("%s cannot be written to, because it is on a read-only disk or its files are read-only; mend that, or choose another directory with --data; nothing was changed", c.Data)
	case code == sqliteCannotOpen:
		return fmt.Sprintf("the database in %s can be neither opened nor made; check that the user that frontdesk runs as may write to that directory, and that its disk is not full; nothing was changed", c.Data)
	}
	return ""
}

// databaseTrouble says why a PostgreSQL database cannot be worked with; "" if it is something else.
func (c *Config) databaseTrouble(err error) string {
	place := "the database of --store"
	if u, e := url.Parse(c.Store); e == nil {
		place = fmt.Sprintf("the database %q on %s", strings.TrimPrefix(u.Path, "/"), u.Host)
	}
	if e, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok {
		switch state := e.SQLState(); {
		case strings.HasPrefix(state, "28"):
			return place + " refuses the name or the password that --store gives; correct them"
		case state == "3D000":
			return place + " does not exist; make it, or correct its name in --store"
		}
	}
	if !errors.Is(err, sqldb.ErrUnavailable) {
		return ""
	}
	return fmt.Sprintf("%s cannot be reached: %s; check that it runs, that the address in --store is right, and that no firewall is between", place, reason(err))
}

// reason is why a server could not be reached, in a few words.
func reason(err error) string {
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Sprintf("the name %s is not known", e.Name)
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing answers at that address (connection refused)"
	case errors.Is(err, context.DeadlineExceeded):
		return "there was no answer in time"
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err.Error()
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}
