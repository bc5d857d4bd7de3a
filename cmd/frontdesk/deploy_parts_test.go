package main_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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

// resource is what is checked of the objects of Kubernetes.
type resource struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name, Namespace string }
	Data       map[string]string
	StringData map[string]string `yaml:"stringData"`
	Spec       struct {
		Replicas     int
		MinAvailable int `yaml:"minAvailable"`
		Selector     yaml.Node
		Ports        []struct {
			TargetPort string `yaml:"targetPort"`
		}
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				Grace      int                     `yaml:"terminationGracePeriodSeconds"`
				Security   map[string]any          `yaml:"securityContext"`
				Volumes    []struct{ Name string } //
				Containers []struct {
					EnvFrom []map[string]struct{ Name string } `yaml:"envFrom"`
					Ports   []struct{ Name string }
					Startup struct {
						Get struct{ Path, Port string } `yaml:"httpGet"`
					} `yaml:"startupProbe"`
					Readiness struct {
						Get struct{ Path, Port string } `yaml:"httpGet"`
					} `yaml:"readinessProbe"`
					Liveness struct {
						Get struct{ Path, Port string } `yaml:"httpGet"`
					} `yaml:"livenessProbe"`
					Lifecycle struct {
						PreStop struct{ Sleep struct{ Seconds int } } `yaml:"preStop"`
					}
					Security map[string]any `yaml:"securityContext"`
					Mounts   []struct {
						Name string
						Path string `yaml:"mountPath"`
					} `yaml:"volumeMounts"`
				}
			}
		}
	}
}

// kubernetesFaults says where the objects do not fit together.
func kubernetesFaults(text string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	byKind := make(map[string]resource)
	named := make(map[string]bool)
	for d := yaml.NewDecoder(bytes.NewReader([]byte(text))); ; {
		var r resource
		err := d.Decode(&r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return append(faults, err.Error())
		}
		if r.APIVersion == "" || r.Metadata.Name == "" || r.Kind != "Namespace" && r.Metadata.Namespace != byKind["Namespace"].Metadata.Name {
			fault("a %s has no version, name or namespace of this file", r.Kind)
		}
		byKind[r.Kind] = r
		named[r.Kind+" "+r.Metadata.Name] = true
	}
	for kind, version := range map[string]string{"Namespace": "v1", "Secret": "v1", "ConfigMap": "v1", "Service": "v1", "Deployment": "apps/v1", "PodDisruptionBudget": "policy/v1"} {
		if byKind[kind].APIVersion != version {
			fault("the %s is of %q, want %q", kind, byKind[kind].APIVersion, version)
		}
	}
	d := byKind["Deployment"].Spec
	labels := d.Template.Metadata.Labels
	for kind, labelled := range map[string]yaml.Node{"Deployment": d.Selector, "Service": byKind["Service"].Spec.Selector, "PodDisruptionBudget": byKind["PodDisruptionBudget"].Spec.Selector} {
		var s struct {
			MatchLabels map[string]string `yaml:"matchLabels"`
			App         string
		}
		if err := labelled.Decode(&s); err != nil || s.App+s.MatchLabels["app"] != labels["app"] || labels["app"] == "" {
			fault("the %s is about other pods", kind)
		}
	}
	if n := byKind["PodDisruptionBudget"].Spec.MinAvailable; n < 1 || n >= d.Replicas {
		fault("of %d pods %d must stay: nothing can be moved, or everything", d.Replicas, n)
	}
	if len(d.Template.Spec.Containers) != 1 {
		return append(faults, "there is not one container")
	}
	c, pod := d.Template.Spec.Containers[0], d.Template.Spec
	for _, from := range c.EnvFrom {
		for kind, ref := range from {
			kind = strings.ToUpper(kind[:1]) + strings.TrimSuffix(kind[1:], "Ref")
			if !named[kind+" "+ref.Name] {
				fault("options are taken from the %s %s, which is not there", kind, ref.Name)
			}
		}
	}
	drain, err := time.ParseDuration(byKind["ConfigMap"].Data["FRONTDESK_DRAIN"])
	if err != nil || time.Duration(pod.Grace)*time.Second <= drain+time.Duration(c.Lifecycle.PreStop.Sleep.Seconds)*time.Second {
		fault("pods are killed after %d s, while they drain", pod.Grace)
	}
	if c.Lifecycle.PreStop.Sleep.Seconds < 1 {
		fault("pods stop before others know it")
	}
	if pod.Security["runAsNonRoot"] != true || fmt.Sprint(pod.Security["runAsUser"]) != "65532" || c.Security["readOnlyRootFilesystem"] != true || c.Security["allowPrivilegeEscalation"] != false {
		fault("pods are not shut in as the image allows")
	}
	port := ""
	for _, p := range c.Ports {
		port = p.Name
	}
	for name, p := range map[string]struct{ Path, Port string }{"/readyz start": c.Startup.Get, "/readyz": c.Readiness.Get, "/healthz": c.Liveness.Get} {
		if want, _, _ := strings.Cut(name, " "); p.Path != want || p.Port != port {
			fault("a probe asks %s at %s", p.Path, p.Port)
		}
	}
	if len(byKind["Service"].Spec.Ports) != 1 || byKind["Service"].Spec.Ports[0].TargetPort != port {
		fault("the Service leads to another port")
	}
	for _, m := range c.Mounts {
		if m.Path != "/data" || len(pod.Volumes) != 1 || pod.Volumes[0].Name != m.Name {
			fault("%s is mounted at %s", m.Name, m.Path)
		}
	}
	return faults
}

func TestKubernetes(t *testing.T) {
	t.Parallel()
	text := deployFile(t, "kubernetes.yaml")
	if faults := kubernetesFaults(text); faults != nil {
		t.Error(strings.Join(faults, "\n"))
	}
	for name, harm := range map[string][2]string{
		"another namespace":         {"namespace: frontdesk", "namespace: backdesk"},
		"other labels":              {"labels: { app: frontdesk }\n    spec", "labels: { app: desk }\n    spec"},
		"a budget that stops drain": {"minAvailable: 2", "minAvailable: 3"},
		"a secret that is missing":  {"secretRef: { name: frontdesk }", "secretRef: { name: desk }"},
		"a short grace":             {"terminationGracePeriodSeconds: 90", "terminationGracePeriodSeconds: 60"},
		"root":                      {"runAsUser: 65532", "runAsUser: 0"},
		"a liveness by readiness":   {"path: /healthz", "path: /readyz"},
		"another port":              {"targetPort: http", "targetPort: web"},
		"another directory":         {"mountPath: /data", "mountPath: /var/data"},
		"an old version":            {"policy/v1", "policy/v1beta1"},
	} {
		harmed := strings.Replace(text, harm[0], harm[1], 1)
		if harmed == text {
			t.Errorf("%s: nothing was harmed", name)
		}
		if kubernetesFaults(harmed) == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
}

// exposure is the worst that systemd may say of how far the unit is shut in, in tenths from 0 to 100.
const exposure = "20"

func TestUnit(t *testing.T) {
	t.Parallel()
	text := deployFile(t, "frontdesk.service")
	settings := make(map[string][]string)
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			settings[name] = append(settings[name], value)
		}
	}
	drain := ""
	for _, e := range settings["Environment"] {
		if v, ok := strings.CutPrefix(e, "FRONTDESK_DRAIN="); ok {
			drain = v
		}
	}
	patience, err := time.ParseDuration(settings["TimeoutStopSec"][0])
	drains, derr := time.ParseDuration(drain)
	if errors.Join(err, derr) != nil || patience <= drains {
		t.Errorf("it is killed after %v, while it drains for %v", patience, drains)
	}
	if !slices.Contains(settings["Environment"], "FRONTDESK_DATA=/var/lib/"+settings["StateDirectory"][0]) {
		t.Error("it may not write to its data directory")
	}
	path, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd-analyze is not installed: systemd has not read the unit")
		return
	}
	unit := filepath.Join(t.TempDir(), "frontdesk.service")
	text = strings.Replace(text, "/usr/local/bin/frontdesk serve", binary(t)+" serve", 1)
	if err := os.WriteFile(unit, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "verify", unit).CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	if out, err := exec.Command(path, "security", "--offline=true", "--threshold="+exposure, unit).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze security: %v\n%s", err, out)
	}
}
