package bench

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestValidate(t *testing.T) {
	good := Config{URLs: []string{"http://127.0.0.1:8080"}, Customers: 1, Duration: time.Second, Patience: time.Second}
	for name, tt := range map[string]struct {
		change func(c *Config)
		fault  string
	}{
		"as it is":       {func(*Config) {}, ""},
		"by name":        {func(c *Config) { c.URLs = []string{"http://localhost:1", "https://[::1]:2/"} }, ""},
		"nowhere":        {func(c *Config) { c.URLs = nil }, "name the desk"},
		"elsewhere":      {func(c *Config) { c.URLs = append(c.URLs, "https://shop.example") }, "--yes-i-own-it"},
		"in disguise":    {func(c *Config) { c.URLs = []string{"http://127.0.0.1.shop.example"} }, "--yes-i-own-it"},
		"one's own":      {func(c *Config) { c.URLs, c.Owned = []string{"https://shop.example"}, true }, ""},
		"a page":         {func(c *Config) { c.URLs = []string{"http://127.0.0.1/agent"} }, "is not the address of a desk"},
		"another scheme": {func(c *Config) { c.URLs = []string{"ws://127.0.0.1"} }, "is not the address of a desk"},
		"with a name":    {func(c *Config) { c.URLs = []string{"http://me@127.0.0.1"} }, "is not the address of a desk"},
		"nobody":         {func(c *Config) { c.Customers = 0 }, "--customers 0"},
		"too many":       {func(c *Config) { c.Customers = maxCustomers + 1 }, "--customers"},
		"agents alone":   {func(c *Config) { c.Agents = 1 }, "--staff"},
		"agents":         {func(c *Config) { c.Agents, c.Staff = 1, []Credential{{Link: "x"}} }, ""},
		"no time":        {func(c *Config) { c.Duration = 0 }, "--duration"},
		"no patience":    {func(c *Config) { c.Patience = 0 }, "--patience"},
		"more than all":  {func(c *Config) { c.Slow = 1.1 }, "--slow"},
		"not a number":   {func(c *Config) { c.Cut = nan() }, "--cut"},
	} {
		c := good
		tt.change(&c)
		err := c.Validate()
		if (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%s: %v, want %q", name, err, tt.fault)
		}
	}
}

func nan() float64 { zero := 0.0; return zero / zero }

func TestReadStaff(t *testing.T) {
	got, err := ReadStaff("# ours\n\nhttp://127.0.0.1:8080/sign-in#link=abc\nana signs in once with http://x/#link=a\n")
	if err == nil {
		t.Errorf("a line that is neither is read as %v", got)
	}
	got, err = ReadStaff("# ours\n\nhttp://127.0.0.1:8080/sign-in#link=abc\n ana@shop.example  pass word \n")
	if want := []Credential{{Link: "abc"}, {Email: "ana@shop.example", Password: "pass word"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
	for _, bad := range []string{"", "# nobody\n", "ana@shop.example", "ana secret", "http://x/sign-in#link="} {
		if got, err := ReadStaff(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}
