package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// document is what one person has before them: a page, or a frame of another site within it. Whatever it
// waits for fails the test after the patience has ended.
type document struct {
	t      *testing.T
	name   string
	ctx    context.Context
	parent *document // the page around a frame, nil for a page
	heard  *complaints
}

// finder is a script that finds what a person sees: elements by selector, also in the launcher's shadow
// root, that are displayed and whose text or name contains the words. A dialog hides what is behind it.
const finder = `const words = (s) => s.replace(/\s+/g, ' ').trim();
const everything = (css) => {
  const shadow = document.querySelector('frontdesk-widget')?.shadowRoot;
  return [...document.querySelectorAll(css), ...(shadow ? shadow.querySelectorAll(css) : [])];
};
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
const said = (e) => words([e.getAttribute('aria-label') ?? '', e.textContent].join(' '));
const found = (css, text) => everything(css).filter((e) => shown(e) && said(e).includes(text));
`

// evaluate runs the body of a function with the finder at hand and returns what it returns.
func evaluate[T any](d *document, body string, args ...any) (T, error) {
	given, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](
		fmt.Sprintf("((...args) => { %s\n%s })(...%s)", finder, body, given)))
}

// ask is evaluate for what cannot fail.
func ask[T any](d *document, body string, args ...any) T {
	d.t.Helper()
	v, err := evaluate[T](d, body, args...)
	if err != nil {
		d.fail("ask the page: %v", err)
	}
	return v
}

// do runs steps that must succeed.
func (d *document) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		d.fail("%s: %v", what, err)
	}
}

// must fails the test if a command of the protocol failed.
func (d *document) must(_ any, err error) {
	d.t.Helper()
	if err != nil {
		d.fail("%v", err)
	}
}

// fail ends the test, with what the person saw.
func (d *document) fail(format string, args ...any) {
	d.t.Helper()
	text, _ := evaluate[string](d, `return words(document.body?.innerText ?? '').slice(0, 1500)`)
	if dir := artifacts(d.t); dir != "" {
		d.top().picture(filepath.Join(dir, "failed-"+strings.NewReplacer("/", "-", " ", "-").Replace(d.t.Name())+".png"))
	}
	d.t.Fatalf("%s: %s\non the screen: %s", d.name, fmt.Sprintf(format, args...), text)
}

// top is the page that the document is in.
func (d *document) top() *document {
	if d.parent != nil {
		return d.parent
	}
	return d
}

// await looks until the function says that it is enough.
func (d *document) await(what string, enough func() (bool, error)) {
	d.t.Helper()
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		ok, err := enough()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			d.fail("waited in vain: %s (%v)", what, err)
		}
		<-tick.C
	}
}

// open goes to an address.
func (d *document) open(url string) {
	d.t.Helper()
	d.do("open "+url, chromedp.Navigate(url))
}

// see waits until an element with the words is displayed.
func (d *document) see(css, text string) {
	d.t.Helper()
	d.await(fmt.Sprintf("see %q in %s", text, css), func() (bool, error) {
		return evaluate[bool](d, `return found(...args).length > 0`, css, text)
	})
}

// seeNot waits until no element with the words is displayed.
func (d *document) seeNot(css, text string) {
	d.t.Helper()
	d.await(fmt.Sprintf("no longer see %q in %s", text, css), func() (bool, error) {
		return evaluate[bool](d, `return found(...args).length === 0`, css, text)
	})
}

// count returns how many elements with the words are displayed now.
func (d *document) count(css, text string) int {
	d.t.Helper()
	return ask[int](d, `return found(...args).length`, css, text)
}

// place is where the pointer goes, in CSS pixels of the document.
type place struct {
	X, Y float64
	Why  string // why nothing can be pressed there, "" if it can
}

// where finds the middle of the first element with the words that can be pressed now: it stands still, is
// enabled, and nothing lies over it.
const where = `const e = found(...args)[0];
if (!e) return { Why: 'not there' };
if (e.disabled) return { Why: 'disabled' };
const before = e.getBoundingClientRect();
if (before.top < 0 || before.left < 0 || before.bottom > innerHeight || before.right > innerWidth) e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
const r = e.getClientRects()[0];
const x = r.x + r.width / 2, y = r.y + r.height / 2;
const on = e.getRootNode().elementFromPoint(x, y);
const label = e.closest('label') ?? e;
if (!on || !(e.contains(on) || label.contains(on))) return { Why: 'covered by ' + (on?.outerHTML ?? 'nothing').slice(0, 200) };
return { X: x, Y: y, Why: '' };`

// click presses an element as a person does, with a pointer, once it can be pressed.
func (d *document) click(css, text string) {
	d.t.Helper()
	var p, last place
	d.await(fmt.Sprintf("press %q in %s", text, css), func() (bool, error) {
		var err error
		if p, err = evaluate[place](d, where, css, text); err != nil {
			return false, err
		}
		still := p == last
		last = p
		if p.Why != "" {
			return false, errors.New(p.Why)
		}
		return still, errors.New("it moves")
	})
	x, y := d.offset()
	d.top().do("press "+text, chromedp.MouseEvent(chromedp.MouseMoved, x+p.X, y+p.Y), chromedp.MouseClickXY(x+p.X, y+p.Y))
}

// offset is where the document begins on the page.
func (d *document) offset() (x, y float64) {
	if d.parent == nil {
		return 0, 0
	}
	d.t.Helper()
	p := ask[place](d.parent, `const r = everything('iframe')[0].getBoundingClientRect(); return { X: r.x, Y: r.y, Why: '' }`)
	return p.X, p.Y
}

// write puts the text into a field in place of what is there.
func (d *document) write(css, text string) {
	d.t.Helper()
	d.click(css, "")
	d.await("the cursor in "+css, func() (bool, error) {
		return evaluate[bool](d, `const e = found(args[0], '')[0]; if (document.activeElement !== e) return false; e.select(); return true`, css)
	})
	d.insert(text)
	d.await("what was written in "+css, func() (bool, error) {
		return evaluate[bool](d, `return found(args[0], '')[0]?.value === args[1]`, css, text)
	})
}

// insert writes at the cursor, as a keyboard or an input method does.
func (d *document) insert(text string) {
	d.t.Helper()
	d.must(chromedp.Call(d.ctx, input.InsertText, input.InsertTextParams{Text: text}))
}

// press strikes a key. The letter goes with the key's own event: sent apart, it would be written even if
// the page has taken the key for itself.
func (d *document) press(key string, modifiers ...chromedp.Modifier) {
	d.t.Helper()
	k := kb.Keys[[]rune(key)[0]]
	down := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: k.Key, Code: k.Code,
		NativeVirtualKeyCode: k.Native, WindowsVirtualKeyCode: k.Windows,
	}
	for _, m := range modifiers {
		down.Modifiers |= int64(m)
	}
	if k.Print && down.Modifiers&^int64(chromedp.ModifierShift) == 0 {
		down.Text = k.Text
	}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	for _, event := range []input.DispatchKeyEventParams{down, up} {
		d.must(chromedp.Call(d.top().ctx, input.DispatchKeyEvent, event))
	}
}

// say writes into the field and sends it with Enter.
func (d *document) say(css, text string) {
	d.t.Helper()
	d.write(css, text)
	d.press(kb.Enter)
}

// panel waits for the frame of the widget's panel and returns it, drawn.
func (d *document) panel() *document {
	d.t.Helper()
	return d.panelBeside(nil)
}

// panelBeside is panel for a browser in which another tab has one too.
func (d *document) panelBeside(other *document) *document {
	d.t.Helper()
	frame := &document{t: d.t, name: d.name + "'s panel", parent: d, heard: d.heard}
	mine := chromedp.FromContext(d.ctx)
	d.await("the panel's frame", func() (bool, error) {
		all, err := chromedp.Targets(d.ctx)
		if err != nil {
			return false, err
		}
		for _, info := range all {
			if info.Type != "iframe" || info.BrowserContextID != mine.BrowserContextID || !strings.Contains(info.URL, "/panel?site=") {
				continue
			}
			if other != nil && info.TargetID == chromedp.FromContext(other.ctx).Target.TargetID {
				continue
			}
			ctx, detach := chromedp.NewContext(d.ctx, chromedp.WithTargetID(info.TargetID), chromedp.WithDetachOnCancel(),
				chromedp.WithListener(d.heard.listen(frame.name)))
			if err := chromedp.Do(ctx); err != nil {
				detach()
				return false, err
			}
			d.t.Cleanup(detach)
			frame.ctx = ctx
			return true, nil
		}
		return false, errors.New("there is no such frame")
	})
	frame.see("header", "")
	return frame
}

// theme makes the document light or dark, as the person's system does.
func (d *document) theme(scheme string) {
	d.t.Helper()
	d.must(chromedp.Call(d.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// picture writes what is on the screen to a file.
func (d *document) picture(path string) {
	d.t.Helper()
	d.must(chromedp.Call(d.ctx, page.BringToFront, struct{}{}))
	png, err := chromedp.Run(d.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		d.t.Errorf("take a picture: %v", err)
	}
}
