package main_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"go.yaml.in/yaml/v3"
)

// composition is what is checked of a compose file.
type composition struct {
	Services map[string]struct {
		Image string
		Build struct{ Context, Dockerfile string }
		// A list of names, or a map from names to conditions.
		DependsOn   yaml.Node `yaml:"depends_on"`
		Volumes     []string
		Networks    []string
		Command     []string
		Environment map[string]string
		Grace       string `yaml:"stop_grace_period"`
	}
	Networks, Volumes map[string]any
}

// composeFaults says where the parts of a compose file and the balancer's file do not fit together.
func composeFaults(text, balancer string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	var c composition
	if err := yaml.Unmarshal([]byte(text), &c); err != nil {
		return []string{err.Error()}
	}
	nodes := make(map[string]bool)
	var desks []string
	for name, s := range c.Services {
		if s.Build.Dockerfile != "" {
			desks = append(desks, name)
			if _, err := os.Stat(filepath.Join("deploy", s.Build.Context, s.Build.Dockerfile)); err != nil {
				fault("%s is built from what does not exist: %v", name, err)
			}
			grace, err := time.ParseDuration(s.Grace)
			drain, derr := time.ParseDuration(s.Environment["FRONTDESK_DRAIN"])
			delay, lerr := time.ParseDuration(s.Environment["FRONTDESK_DRAIN_DELAY"])
			if errors.Join(err, derr, lerr) != nil || grace <= drain+delay {
				fault("%s is killed after %s, while it drains", name, s.Grace)
			}
			if node := s.Environment["FRONTDESK_NODE"]; node == "" || nodes[node] {
				fault("%s has no name of its own", name)
			} else {
				nodes[node] = true
			}
			for _, host := range regexp.MustCompile(`@([a-z0-9]+):`).FindAllStringSubmatch(s.Environment["FRONTDESK_STORE"]+" "+s.Environment["FRONTDESK_BUS"], -1) {
				if _, ok := c.Services[host[1]]; !ok {
					fault("%s is to reach %s, which is not there", name, host[1])
				}
			}
			if !regexp.MustCompile(`(?m)^\s+server ` + name + ` ` + name + `:8080$`).MatchString(balancer) {
				fault("the balancer does not know %s", name)
			}
		}
		for _, n := range s.Networks {
			if _, ok := c.Networks[n]; !ok {
				fault("%s is in the network %s, which is not there", name, n)
			}
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			_, named := c.Volumes[from]
			_, err := os.Stat(filepath.Join("deploy", from))
			if !named && (!strings.HasPrefix(from, ".") || err != nil) {
				fault("%s has the volume %s, which is not there", name, from)
			}
		}
		for _, d := range s.DependsOn.Content {
			if d.Kind == yaml.ScalarNode {
				if _, ok := c.Services[d.Value]; !ok {
					fault("%s waits for %s, which is not there", name, d.Value)
				}
			}
		}
		if strings.HasPrefix(s.Image, "nats:") {
			for _, f := range busFaults(name, s.Command, c) {
				fault("%s: %s", name, f)
			}
		}
	}
	if len(desks) != 3 {
		fault("there are %d desks", len(desks))
	}
	return faults
}

// busFaults has the bus's own program read its options.
func busFaults(name string, args []string, c composition) (faults []string) {
	fs := flag.NewFlagSet("nats-server", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	none := func() {}
	o, err := server.ConfigureOptions(fs, args, none, none, none)
	if err != nil {
		return []string{err.Error()}
	}
	if o.ServerName != name || o.Cluster.Name == "" || o.Username == "" || len(o.Routes) != 2 {
		faults = append(faults, fmt.Sprintf("it is called %q in the cluster %q with %d routes", o.ServerName, o.Cluster.Name, len(o.Routes)))
	}
	for _, r := range o.Routes {
		if _, ok := c.Services[r.Hostname()]; !ok || r.Hostname() == name {
			faults = append(faults, "it has a route to "+r.Host)
		}
	}
	return faults
}

func TestCompose(t *testing.T) {
	t.Parallel()
	text, balancer := deployFile(t, "compose.yaml"), deployFile(t, "haproxy.cfg")
	if faults := composeFaults(text, balancer); faults != nil {
		t.Error(strings.Join(faults, "\n"))
	}
	for name, harm := range map[string][2]string{
		"a missing Dockerfile":    {"deploy/Dockerfile", "deploy/Dockerfiles"},
		"a short grace":           {"stop_grace_period: 60s", "stop_grace_period: 20s"},
		"a database elsewhere":    {"@database:5432", "@databases:5432"},
		"a bus elsewhere":         {"@bus3:4222", "@bus4:4222"},
		"two of one name":         {"FRONTDESK_NODE: desk2", "FRONTDESK_NODE: desk1"},
		"a desk too many":         {"  desk3:\n    <<", "  desk4:\n    <<"},
		"a volume from nowhere":   {`["desk1:/data"]`, `["desk9:/data"]`},
		"a file from nowhere":     {"./haproxy.cfg:", "./balancer.cfg:"},
		"a route to nowhere":      {"nats://bus2:6222,nats://bus3:6222", "nats://bus2:6222,nats://bus5:6222"},
		"an unknown flag":         {`"--cluster_name"`, `"--clustername"`},
		"a dependency on nothing": {"[desk1, desk2, desk3]", "[desk1, desk2, desks]"},
		"a network from nowhere":  {"networks: [inside]", "networks: [outside]"},
	} {
		harmed := strings.Replace(text, harm[0], harm[1], 1)
		if harmed == text {
			t.Errorf("%s: nothing was harmed", name)
		}
		if composeFaults(harmed, balancer) == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
	if path, err := exec.LookPath("haproxy"); err != nil {
		t.Log("haproxy is not installed: its file was read by nobody but this test")
	} else if out, err := exec.Command(path, "-c", "-f", "deploy/haproxy.cfg").CombinedOutput(); err != nil {
		t.Errorf("haproxy: %v\n%s", err, out)
	}
}
