package main

import (
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mark notes what Tab must reach, in an open dialog only what is in it, and returns what a pointer can
// press but a key cannot. It needs the debugger's getEventListeners.
const mark = `
const control = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, iframe, [tabindex]';
const modal = [...document.querySelectorAll('dialog:modal')].at(-1); // the one on top, if one asks from within another
const scope = everything('*').filter((e) => shown(e) && (!modal || modal.contains(e)) && !e.closest('[inert]'));
const pressable = (e) => (getEventListeners(e).click ?? []).length > 0 || getComputedStyle(e).cursor === 'pointer';
const byArrows = (e) => {
  const list = e.closest('[role=option]') && e.closest('[role=listbox]')?.id;
  return list && document.querySelector('[role=combobox][aria-controls="' + list + '"], textarea[aria-controls="' + list + '"][aria-activedescendant]');
};
const byKey = (e) => e.closest('a[href], button, input, select, textarea, summary, label, [tabindex]:not([tabindex="-1"])');
const radios = (e) => [...document.querySelectorAll('input[type=radio][name="' + e.name + '"]')];
const single = (e) => e.type !== 'radio' || e === (radios(e).find((r) => r.checked) ?? radios(e)[0]);
window.walk = new Set(scope.filter((e) => e.matches(control) && e.tabIndex >= 0 && e.tagName !== 'IFRAME' && single(e)));
return scope.filter((e) => pressable(e) && !byKey(e) && !byArrows(e) && e.tagName !== 'DIALOG').map((e) => e.outerHTML.slice(0, 160));`

// arrive crosses off what has the focus, and what is not there any more: some controls go away when one scrolls. It tells
// how many are left, and what is wrong with where the focus is, "" if nothing is.
const arrive = `
const inner = document.activeElement?.shadowRoot?.activeElement;
const e = inner ?? document.activeElement;
const ring = (x) => {
  const { outlineStyle: style, outlineWidth: width } = x ? getComputedStyle(x) : { outlineStyle: 'none' };
  return style === 'auto' || (style !== 'none' && parseFloat(width) >= 2); // auto is the browser's own ring
};
const wrong = () => {
  if (!e || !walk.delete(e)) return '';
  if (!ring(e) && !ring(e.closest('label'))) return 'the focus is not visible: ' + e.outerHTML.slice(0, 160);
  const seen = (e.closest('label') ?? e).getBoundingClientRect();
  if (seen.bottom <= 0 || seen.right <= 0 || seen.top >= innerHeight || seen.left >= innerWidth) return 'the focus is out of sight: ' + e.outerHTML.slice(0, 160);
  return '';
};
const Fault = wrong();
for (const e of walk) if (!e.isConnected || !shown(e)) walk.delete(e);
return { Fault, Left: walk.size };`

// walk presses Tab until it has been everywhere, and returns what it could not reach, what can only be
// pressed with a pointer, and where the focus cannot be seen.
func (d *document) walk() (faults []string) {
	d.t.Helper()
	parts := []*document{d}
	if d.parent != nil {
		parts = append(parts, d.parent)
	}
	all := 0
	for _, part := range parts {
		// The finder's names must be known to the function, and the debugger's too: one expression has both.
		found, err := chromedp.Run(part.ctx, chromedp.Evaluate[[]string](fmt.Sprintf("(() => { %s\n%s })()", finder, mark), chromedp.EvalWithCommandLineAPI))
		if err != nil {
			part.fail("look for controls: %v", err)
		}
		for _, f := range found {
			faults = append(faults, "only a pointer can press it: "+f)
		}
		all += ask[int](part, `return walk.size`)
	}
	arrived := func() (left int) {
		for _, part := range parts {
			at := ask[struct {
				Fault string
				Left  int
			}](part, arrive)
			if at.Fault != "" {
				faults = append(faults, at.Fault)
			}
			left += at.Left
		}
		return left
	}
	// Twice around, since the focus may begin anywhere, and a few places that are no controls.
	for range 2*all + 20 {
		d.press(kb.Tab)
		if arrived() == 0 {
			return faults
		}
	}
	for _, part := range parts {
		for _, e := range ask[[]string](part, `return [...walk].map((e) => e.outerHTML.slice(0, 160))`) {
			faults = append(faults, "Tab does not reach it: "+e)
		}
	}
	return faults
}
