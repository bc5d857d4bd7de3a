package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// complaints are what a browser objected to on somebody's pages: errors and warnings on the console,
// exceptions, violations of a policy, requests that failed.
type complaints struct {
	mu  sync.Mutex
	all []string
}

// listen returns a listener that keeps the complaints about a document.
func (c *complaints) listen(name string) func(any) {
	return func(ev any) {
		var text string
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			text = fmt.Sprintf("exception: %s %s", ev.ExceptionDetails.Text, describe(ev.ExceptionDetails.Exception))
		case *runtime.EventConsoleAPICalled:
			if ev.Type != runtime.ConsoleAPICalledTypeError && ev.Type != runtime.ConsoleAPICalledTypeWarning && ev.Type != runtime.ConsoleAPICalledTypeAssert {
				return
			}
			for _, arg := range ev.Args {
				text += describe(arg) + " "
			}
		case *log.EventEntryAdded:
			if ev.Entry.Level != log.EntryLevelError && ev.Entry.Level != log.EntryLevelWarning {
				return
			}
			text = fmt.Sprintf("%s: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL)
		default:
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.all = append(c.all, name+": "+strings.TrimSpace(text))
	}
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	if o.Description != "" {
		return o.Description
	}
	return string(o.Value)
}

// list returns the complaints so far.
func (c *complaints) list() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.all...)
}

// none fails the test for every complaint of the people.
func none(t *testing.T, people ...*document) {
	t.Helper()
	for _, d := range people {
		for _, text := range d.heard.list() {
			t.Errorf("the browser complained: %s", text)
		}
	}
}
