package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// configFile is the --config flag. Files are resolved here and not by kong's own loader, because there
// the file would beat the environment, and a misspelt name would be ignored.
type configFile string

// BeforeResolve makes the file's values known to the flags that follow.
func (configFile) BeforeResolve(_ *kong.Kong, ctx *kong.Context, trace *kong.Path) error {
	r, err := openConfig(string(ctx.FlagValue(trace.Flag).(configFile)))
	if err != nil {
		return err
	}
	if err := r.Validate(ctx.Model); err != nil {
		return err
	}
	ctx.AddResolver(r)
	return nil
}

// fileResolver gives flags the values of a configuration file.
type fileResolver struct {
	name   string
	values map[string]any
}

func openConfig(name string) (*fileResolver, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	r := &fileResolver{name: name, values: make(map[string]any)}
	if err := yaml.Unmarshal(b, &r.values); err != nil {
		return nil, fmt.Errorf("read the configuration %s: %w; write one \"name: value\" a line", name, err)
	}
	return r, nil
}

// Validate refuses names that no option has.
func (r *fileResolver) Validate(a *kong.Application) error {
	known := make(map[string]bool)
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(a.Node)
	var wrong []string
	for name := range r.values {
		if !known[name] {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) > 0 {
		sort.Strings(wrong)
		return fmt.Errorf("%s: no option is named %s; see -h", r.name, strings.Join(wrong, ", "))
	}
	return nil
}

// Resolve returns the file's value for a flag that the environment does not set.
func (r *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
	for _, env := range f.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil
		}
	}
	v, ok := r.values[f.Name]
	if !ok {
		return nil, nil
	}
	if list, ok := v.([]any); ok {
		// A list in YAML is a repeated flag.
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = fmt.Sprint(p)
		}
		sep := string(f.Tag.Sep)
		return strings.Join(parts, sep), nil
	}
	return fmt.Sprint(v), nil
}
