package index

import (
	"strings"
	"testing"
)

func TestSurvive(t *testing.T) {
	err := survive(func() error { panic("poison") })()
	if err == nil || !strings.Contains(err.Error(), "poison") || !strings.Contains(err.Error(), "survive_test.go") {
		t.Errorf("a panic became %v", err)
	}
	if err := survive(func() error { return errPoison })(); err != errPoison {
		t.Errorf("an error became %v", err)
	}
}
