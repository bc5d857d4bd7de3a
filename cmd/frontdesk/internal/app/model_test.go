package app

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

func TestModelConfig(t *testing.T) {
	const good = "https://models.example/v1"
	for name, c := range map[string]struct {
		change func(*ModelConfig)
		want   string // "" if it is fine
	}{
		"nothing":                               {func(c *ModelConfig) { *c = ModelConfig{} }, ""},
		"a model":                               {func(*ModelConfig) {}, ""},
		"a model on this machine":               {func(c *ModelConfig) { c.URL = "http://127.0.0.1:11434/v1" }, ""},
		"a key from a file":                     {func(c *ModelConfig) { c.Key = "sk-secret\n" }, ""},
		"no address":                            {func(c *ModelConfig) { c.URL = "" }, "--model-url"},
		"a key alone":                           {func(c *ModelConfig) { *c = ModelConfig{Key: "sk-secret"} }, "--model-url"},
		"no scheme":                             {func(c *ModelConfig) { c.URL = "models.example/v1?key=sk-secret" }, "does not begin with https://"},
		"no host":                               {func(c *ModelConfig) { c.URL = "https:///v1" }, "cannot be read"},
		"not readable":                          {func(c *ModelConfig) { c.URL = "https://sk-secret:%zz" }, "cannot be read"},
		"a password":                            {func(c *ModelConfig) { c.URL = "https://a:sk-secret@models.example/v1" }, "--model-key"},
		"a key in the query":                    {func(c *ModelConfig) { c.URL = good + "?key=sk-secret" }, "--model-key"},
		"no name":                               {func(c *ModelConfig) { c.Name = " " }, "--model-name"},
		"two keys":                              {func(c *ModelConfig) { c.Key = "sk-secret sk-secret" }, "--model-key has a space"},
		"a small window":                        {func(c *ModelConfig) { c.Window = 1024 }, "at least 2048"},
		"a negative window":                     {func(c *ModelConfig) { c.Window = -1 }, "--model-window -1"},
		"a reply as long as the window":         {func(c *ModelConfig) { c.Window, c.Reply = 4096, 4096 }, "at most 2048"},
		"a reply too long for the usual window": {func(c *ModelConfig) { c.Reply = 5000 }, "at most 4096"},
		"a negative reply":                      {func(c *ModelConfig) { c.Reply = -5 }, "--model-reply -5"},
		"a negative time":                       {func(c *ModelConfig) { c.Timeout = -time.Second }, "--model-timeout"},
		"a negative pause":                      {func(c *ModelConfig) { c.Idle = -time.Second }, "--model-idle"},
		"a pause that never ends it":            {func(c *ModelConfig) { c.Idle = 7 * time.Second }, "--model-idle 7s is longer than --model-timeout 6s"},
		"a short time alone":                    {func(c *ModelConfig) { c.Timeout = 2 * time.Second }, ""},
		"negative requests":                     {func(c *ModelConfig) { c.Parallel = -1 }, "--model-parallel"},
		"too many requests":                     {func(c *ModelConfig) { c.Parallel = 1 << 20 }, "--model-parallel"},
		"a negative price":                      {func(c *ModelConfig) { c.PriceIn = -1 }, "--model-price-in"},
		"no price":                              {func(c *ModelConfig) { c.PriceOut = math.NaN() }, "--model-price-out"},
		"an endless price":                      {func(c *ModelConfig) { c.PriceOut = math.Inf(1) }, "--model-price-out"},
		"a negative budget":                     {func(c *ModelConfig) { c.Site = -1 }, "--model-site -1"},
		"a budget for nothing":                  {func(c *ModelConfig) { c.Visitor = 100 }, "--model-visitor 100 is less than one answer takes"},
		"a small budget":                        {func(c *ModelConfig) { c.Address = 2048 }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := ModelConfig{URL: good, Name: "small"}
			c.change(&m)
			err := m.Validate()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "sk-secret") {
				t.Errorf("the key is told: %v", err)
			}
		})
	}
}

// The flags have their prefix, the key comes from the environment, and the defaults are valid and have limits.
func TestModelFlags(t *testing.T) {
	var cli struct {
		Model ModelConfig `embed:"" prefix:"model-"`
	}
	t.Setenv("DESK_MODEL_KEY", "from-the-environment")
	p, err := kong.New(&cli, kong.DefaultEnvars("DESK"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse([]string{"--model-url=https://models.example/v1", "--model-name=small", "--model-price-in=0.15", "--model-timeout=5s"}); err != nil {
		t.Fatal(err)
	}
	m := cli.Model
	if m.Key != "from-the-environment" || m.PriceIn != 0.15 || m.Timeout != 5*time.Second || m.Window != 8192 || m.Day == 0 || m.Visitor == 0 || m.Address <= m.Visitor {
		t.Errorf("read %+v", m)
	}
	m.Key = ""
	if err := m.Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
}
