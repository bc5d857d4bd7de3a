package app

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"frontdesk/bot/llm"
)

// ModelConfig says which language model words what the bot says, and what it may take. Without an address there is none,
// and everything works without. The command line gives the flags the prefix "model-".
type ModelConfig struct {
	URL      string        `name:"url" help:"Address of an OpenAI-compatible server whose model words what the bot says, such as https://models.example/v1. Without it answers are quoted word for word." placeholder:"URL"`
	Name     string        `help:"Name of that server's model." placeholder:"NAME"`
	Key      string        `json:"-" help:"Key for that server; better set in the environment than on the command line." placeholder:"KEY"`
	Window   int           `help:"Tokens that the model can read and write for one answer." default:"8192"`
	Reply    int           `help:"Most tokens that the model may write for one answer." default:"600"`
	Timeout  time.Duration `help:"Longest time that the model may take for one answer; half a second before --turn-deadline it ends anyway." default:"6s"`
	Idle     time.Duration `help:"Longest time without a word from the model." default:"3s"`
	Parallel int           `help:"Most requests to the model at the same time." default:"256"`
	PriceIn  float64       `help:"Price of a million tokens that the model reads, for the costs that are shown." placeholder:"MONEY"`
	PriceOut float64       `help:"Price of a million tokens that the model writes." placeholder:"MONEY"`
	Day      int64         `help:"Most tokens that are spent in one day (UTC), read and written together; 0 sets no limit, here and below." default:"10000000"`
	Site     int64         `help:"Most tokens that the customers of one site spend in a day." default:"0"`
	Visitor  int64         `help:"Most tokens that one visitor spends in a day." default:"100000"`
	Address  int64         `help:"Most tokens that the visitors of one network address spend in a day." default:"1000000"`
}

// mostAtOnce bounds the requests that may be under way together; each has a connection.
const mostAtOnce = 10_000

// On reports whether there is a model.
func (c ModelConfig) On() bool { return c.URL != "" }

// Validate says what is wrong with the setting of the model, in words for the person who wrote it.
func (c *ModelConfig) Validate() error {
	if !c.On() {
		if c.Name != "" || c.Key != "" {
			return errors.New("--model-name and --model-key: give the address of the model's server as well, with --model-url")
		}
		return nil
	}
	if err := c.validServer(); err != nil {
		return err
	}
	if err := c.validSizes(); err != nil {
		return err
	}
	return c.validLimits()
}

// validServer checks where the model is. The address is not repeated: people put keys into it.
func (c *ModelConfig) validServer() error {
	if !strings.HasPrefix(c.URL, "http://") && !strings.HasPrefix(c.URL, "https://") {
		return errors.New("--model-url does not begin with https:// or http://; write one like https://models.example/v1")
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "":
		return errors.New("--model-url cannot be read; write one like https://models.example/v1")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("--model-url has a password, a ? or a # in it; end it with the path, like https://models.example/v1, and give a key with --model-key")
	case strings.TrimSpace(c.Name) == "":
		return errors.New("--model-url: name the server's model with --model-name")
	case strings.ContainsFunc(strings.TrimSpace(c.Key), func(r rune) bool { return r <= ' ' || r > '~' }):
		return errors.New("--model-key has a space, line break or letter that no key has; copy it again")
	}
	return nil
}

func (c *ModelConfig) validSizes() error {
	window, reply := orElse(c.Window, llm.DefaultWindow), orElse(c.Reply, llm.DefaultReply)
	total, idle := orElse(c.Timeout, llm.DefaultTotal), orElse(c.Idle, llm.DefaultIdle)
	switch {
	case window < llm.LeastWindow:
		return fmt.Errorf("--model-window %d is too small for instructions, passages and a reply; want at least %d tokens, or another model", c.Window, llm.LeastWindow)
	case reply < 0:
		return fmt.Errorf("--model-reply %d: want a number of tokens, such as %d", c.Reply, llm.DefaultReply)
	case reply > window/2:
		return fmt.Errorf("--model-reply %d leaves too little of a window of %d tokens to the question and the passages; want at most %d, or a larger --model-window", reply, window, window/2)
	case total < 0:
		return fmt.Errorf("--model-timeout %v: want a duration such as %v", c.Timeout, llm.DefaultTotal)
	case idle < 0:
		return fmt.Errorf("--model-idle %v: want a duration such as %v", c.Idle, llm.DefaultIdle)
	case c.Idle > total:
		return fmt.Errorf("--model-idle %v is longer than --model-timeout %v, which ends the answer before; make it shorter", c.Idle, total)
	case c.Parallel < 0 || c.Parallel > mostAtOnce:
		return fmt.Errorf("--model-parallel %d: want a number from 1 to %d", c.Parallel, mostAtOnce)
	}
	return nil
}

func (c *ModelConfig) validLimits() error {
	for _, p := range []struct {
		flag  string
		price float64
	}{{"--model-price-in", c.PriceIn}, {"--model-price-out", c.PriceOut}} {
		if !(p.price >= 0) || math.IsInf(p.price, 0) {
			return fmt.Errorf("%s %v: want the price of a million tokens, such as 0.15", p.flag, p.price)
		}
	}
	// A budget below the smallest window lets nobody ask at all.
	const one = llm.LeastWindow
	for _, l := range []struct {
		flag   string
		tokens int64
	}{{"--model-day", c.Day}, {"--model-site", c.Site}, {"--model-visitor", c.Visitor}, {"--model-address", c.Address}} {
		switch {
		case l.tokens < 0:
			return fmt.Errorf("%s %d: want a number of tokens, or 0 for no limit", l.flag, l.tokens)
		case l.tokens > 0 && l.tokens < one:
			return fmt.Errorf("%s %d is less than one answer takes; want at least %d, or 0 for no limit", l.flag, l.tokens, one)
		}
	}
	return nil
}

// orElse is a value, or what stands for zero.
func orElse[T int | time.Duration](value, zero T) T {
	if value == 0 {
		return zero
	}
	return value
}
