package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

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
