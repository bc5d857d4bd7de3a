package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource reads axe-core, a development dependency of the browser sources.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "widget", "ui", "node_modules", "axe-core", "axe.min.js"))
	if errors.Is(err, fs.ErrNotExist) {
		missing(t, "axe-core is not there; run npm ci in widget/ui")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// contrast is the rule that takes axe-core the longest.
const contrast = "color-contrast"

// accessible runs axe-core: WCAG 2.2 at level A and AA, and its best practices, but for the rules in a list. Each line is
// one fault.
const accessible = `axe.run(document, {
  rules: Object.fromEntries(%s.map((rule) => [rule, { enabled: false }])),
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  resultTypes: ['violations'], iframes: false, preload: false,
}).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
  nodes.map(({ target, html, any, all, none }) => id + ': ' + help + ': ' + target.join(' ') + ': ' + html.slice(0, 160) + ' ' +
    [...any, ...all, ...none].map(({ message }) => message).join('; ').slice(0, 200))))`

// faults returns what axe-core finds wrong with the document as it is now, besides some rules. The script comes through the
// debugger, which the page's policy does not concern.
func (d *document) faults(axe string, besides ...string) []string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if !ask[bool](d, `return 'axe' in window`) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](axe+";0")); err != nil {
			d.fail("load axe-core: %v", err)
		}
	}
	rules, err := json.Marshal(append([]string{}, besides...))
	if err != nil {
		d.fail("name the rules: %v", err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](fmt.Sprintf(accessible, rules), chromedp.EvalAwaitPromise))
	if err != nil {
		d.fail("run axe-core: %v", err)
	}
	return found
}
