package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// inOnePlace are the commands that find all they need in one place: a data directory, or a database. The others keep a
// search index in the data directory also where the desk is in a database.
var inOnePlace = []string{"user", "customer", "audit", "settings", "synonyms", "export", "backup", "restore", "verify"}

// onePlace settles where the desk of such a command is: an explicit --data beats a --store that comes from the
// environment or the file, and both given explicitly are refused, since only one of them can be meant.
func onePlace(call *kong.Context) error {
	if command, _, _ := strings.Cut(call.Command(), " "); !slices.Contains(inOnePlace, command) {
		return nil
	}
	explicit := make(map[string]bool)
	for _, p := range call.Path {
		if p.Flag != nil && !p.Resolved {
			explicit[p.Flag.Name] = true
		}
	}
	if !explicit["data"] {
		return nil
	}
	if explicit["store"] {
		return errors.New("--data and --store name two places; give the one where the desk is")
	}
	for _, f := range call.Flags() {
		if f.Name == "store" {
			f.Target.SetZero()
		}
	}
	return nil
}
