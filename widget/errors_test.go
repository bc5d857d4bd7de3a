package widget

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

func TestEveryErrorHasAnAnswer(t *testing.T) {
	for _, row := range faults {
		f, known := faultOf(errors.Join(errors.New("context of the log"), row.err))
		if !known || f.code != row.code || f.status < 400 || strings.Contains(f.message, "context of the log") || !strings.HasSuffix(f.message, ".") {
			t.Errorf("%v: %+v, %v", row.err, f, known)
		}
	}
	if f, known := faultOf(errors.New("disk on fire")); known || f != *errInternal {
		t.Errorf("an unknown error: %+v, %v", f, known)
	}
	if f, _ := faultOf(knowledge.Content{}.Validate()); f.message != "The title is empty; give the article a title." {
		t.Errorf("an explained error: %q", f.message)
	}
}
