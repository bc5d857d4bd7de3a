package app

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/knowledge"
	"frontdesk/widget"
	"frontdesk/widget/session"
)

// Config is everything that can be set about a server. The tags are read by the command line, which also
// takes the values from the environment and from a file.
type Config struct {
	Data          string            `help:"Directory that holds everything: database and search index." default:"frontdesk-data" type:"path"`
	Store         string            `help:"PostgreSQL database that holds everything but the search index, such as postgres://name:password@db.example/desk; several servers may share it. Better set in the environment. Default: SQLite in the data directory." placeholder:"URL"`
	Database      DatabaseConfig    `embed:"" prefix:"store-"`
	Bus           []string          `help:"NATS servers through which the servers of one desk hear of each other, such as nats://name:password@bus.example:4222; better set in the environment. Default: none, for a desk of one server." placeholder:"URL"`
	Node          string            `help:"Name of this server among those of a desk. Default: one is made up and kept in the data directory." placeholder:"NAME"`
	Listen        string            `help:"Address to listen on, host:port." default:"127.0.0.1:8080"`
	PublicURL     string            `help:"Address at which browsers reach this server. Default: http:// and the listening address." placeholder:"URL" name:"public-url"`
	Site          []string          `help:"A website that carries the widget: its name, and the exact origins of its pages, as NAME=ORIGIN,ORIGIN. Repeat for more sites; separate sites with a semicolon in the environment." sep:";" placeholder:"NAME=ORIGINS"`
	Title         string            `help:"Title of the widget's panel." default:"Help"`
	Greeting      string            `help:"First words of the panel." default:"Hello! How can we help you?"`
	Hours         string            `help:"When people answer, in words, such as \"Mon to Fri, 9:00 to 18:00\". Default: the opening hours of the first team." placeholder:"TEXT"`
	Top           []string          `help:"Articles on the panel's home, by id. Default: those that readers found helpful." placeholder:"ID"`
	BotName       string            `help:"Name the bot goes by." default:"Assistant"`
	Threshold     float64           `help:"Least confidence, 0 to 1, with which the bot answers by itself. Default: 0.5, or what --max-wrong asks for." placeholder:"PROBABILITY"`
	MaxWrong      float64           `help:"Share of wrong answers among those given, 0 to 1, that is accepted; the threshold follows from it." placeholder:"SHARE"`
	Unanswerable  *float64          `help:"Share of questions, 0 to 1, that are expected to have no answer in the articles. Default: 0.3 at first, then learnt from what customers ask here; a share that is set stays." placeholder:"SHARE"`
	Encoder       string            `help:"What compares the meanings of questions: builtin (English), off, or the address of an OpenAI-compatible server with embeddings, such as https://models.example/v1." default:"builtin" placeholder:"WHICH"`
	EncoderModel  string            `help:"Name of that server's model." placeholder:"NAME"`
	EncoderKey    string            `help:"Key for that server; better set in the environment than on the command line." placeholder:"KEY"`
	Exam          []knowledge.Asked `kong:"-"` // questions with known answers that confidence learns from
	Model         ModelConfig       `embed:"" prefix:"model-"`
	TurnDeadline  time.Duration     `help:"Longest time the bot may take for one reaction." default:"8s"`
	SMTP          string            `name:"smtp" help:"Server that sends mail, such as smtps://name:password@mail.example:465; better set in the environment. Without it no mail is sent." placeholder:"URL"`
	MailFrom      string            `help:"Sender of mail, such as \"Shop <help@shop.example>\"." placeholder:"ADDRESS"`
	MailReplyTo   string            `help:"Where answers to mail go. Default: to its sender." placeholder:"ADDRESS"`
	SiteSecret    []string          `help:"Secret of at least 32 bytes with which a site's pages vouch for their users, as NAME=SECRET; better set in the environment. Repeat to change it without a break." placeholder:"NAME=SECRET"`
	TrustedProxy  []string          `help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed." placeholder:"CIDR"`
	CorpusDir     string            `name:"corpus" help:"Folder of Markdown articles, such as a Git checkout, that is the source of articles: it is watched, what passes the exam is published, and its articles are read-only in the editor's room." type:"path" placeholder:"DIR"`
	TwoPersons    bool              `help:"Have every article published by somebody else than who wrote it."`
	MetricsPublic bool              `help:"Let everybody read /metrics, not only this machine."`
	Drain         time.Duration     `help:"Longest time that open connections get to finish when the server stops." default:"10s"`
	DrainDelay    time.Duration     `help:"Time between saying in /readyz that the server stops and beginning to stop, for load balancers to notice." default:"0s"`
	Unlimited     bool              `help:"Switch rate limits off. For load tests on this machine only."`
	Synchronous   string            `help:"SQLite's synchronous setting. Anything but FULL can lose acknowledged messages at a power loss." default:"FULL" enum:"FULL,NORMAL,OFF,EXTRA" hidden:""`
}

// Default returns the configuration that the command line's defaults make, for tests and the demo.
func Default() Config {
	return Config{
		Data: "frontdesk-data", Listen: "127.0.0.1:0", Title: "Help", Greeting: "Hello! How can we help you?",
		BotName: "Assistant", TurnDeadline: 8 * time.Second, Drain: 10 * time.Second, Synchronous: "FULL",
		Database: DatabaseConfig{Connections: 16, Timeout: 10 * time.Second, Patience: 10 * time.Second},
	}
}

// Validate says what is wrong with the configuration, in words for the person who wrote it.
func (c *Config) Validate() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("--listen %q: want host:port, such as 127.0.0.1:8080", c.Listen)
	}
	if c.Threshold < 0 || c.Threshold > 1 {
		return fmt.Errorf("--threshold %v: want a probability from 0 to 1", c.Threshold)
	}
	if !(c.MaxWrong >= 0 && c.MaxWrong < 1) {
		return fmt.Errorf("--max-wrong %v: want a share from 0 to less than 1, such as 0.1", c.MaxWrong)
	}
	if u := c.Unanswerable; u != nil && !(*u >= 0 && *u < 1) {
		return fmt.Errorf("--unanswerable %v: want a share from 0 to less than 1, such as 0.3", *u)
	}
	if c.TurnDeadline <= 0 || c.Drain < 0 || c.DrainDelay < 0 {
		return fmt.Errorf("--turn-deadline, --drain and --drain-delay are durations such as 8s")
	}
	if err := c.validNodes(); err != nil {
		return err
	}
	if err := c.validEncoder(); err != nil {
		return err
	}
	if err := c.Model.Validate(); err != nil {
		return err
	}
	if (c.SMTP == "") != (c.MailFrom == "") {
		return fmt.Errorf("--smtp and --mail-from belong together: give both, or neither")
	}
	if _, err := c.vouchers(); err != nil {
		return err
	}
	if _, err := c.sites(); err != nil {
		return err
	}
	_, err := c.proxies()
	return err
}

// defaultSite is the site that exists when none is configured: the server's own pages may show the widget.
const defaultSite = "main"

func (c *Config) sites() ([]widget.Site, error) {
	var out []widget.Site
	for _, s := range c.Site {
		name, origins, ok := strings.Cut(s, "=")
		if !ok || name == "" || origins == "" {
			return nil, fmt.Errorf("--site %q: want NAME=ORIGIN,ORIGIN, such as shop=https://shop.example", s)
		}
		site := c.site(strings.TrimSpace(name))
		for _, o := range strings.Split(origins, ",") {
			o = strings.TrimSpace(o)
			u, err := url.Parse(o)
			if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Path != "" || u.RawQuery != "" {
				return nil, fmt.Errorf("--site %s: %q is not an origin such as https://shop.example", name, o)
			}
			site.Origins = append(site.Origins, o)
		}
		out = append(out, site)
	}
	if out == nil {
		out = append(out, c.site(defaultSite))
	}
	return out, nil
}

func (c *Config) site(name string) widget.Site {
	return widget.Site{ID: name, Title: c.Title, Greeting: c.Greeting, Hours: c.Hours, Top: c.Top}
}

// vouchers know the secrets with which sites vouch for their users.
func (c *Config) vouchers() (*session.Vouchers, error) {
	secrets := make(map[string][]string)
	for _, s := range c.SiteSecret {
		name, secret, ok := strings.Cut(s, "=")
		if !ok || name == "" || secret == "" {
			return nil, fmt.Errorf("--site-secret: want NAME=SECRET, where NAME is a site")
		}
		secrets[name] = append(secrets[name], secret)
	}
	v, err := session.NewVouchers(secrets)
	if err != nil {
		return nil, fmt.Errorf("--site-secret: %w", err)
	}
	return v, nil
}

func (c *Config) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, p := range c.TrustedProxy {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(p))
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %q: want a network such as 10.0.0.0/8", p)
		}
		out = append(out, prefix)
	}
	return out, nil
}

// database is the file with everything lasting, if --store names no other place; the index beside it can be rebuilt
// from it.
func (c *Config) database() string { return filepath.Join(c.Data, DatabaseFile) }

// DatabaseFile is the name of the database in a data directory.
const DatabaseFile = "frontdesk.db"

// index is the directory of the search index.
func (c *Config) index() string { return filepath.Join(c.Data, "index") }

// vectors is the file that remembers what the sentence encoder made of titles and phrasings.
func (c *Config) vectors() string { return filepath.Join(c.Data, "vectors") }

// makeData creates the data directory, for nobody else to read.
func (c *Config) makeData() error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("create the data directory: %w; choose another with --data", err)
	}
	return nil
}
