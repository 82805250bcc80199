// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"sync"
	"testing"
	"time"

	"commonplace/generator"
	"commonplace/generator/serve"
)

// within is how soon after an edit the preview must show it.
var within = flag.Duration("within", 2*time.Second, "how soon an edit must be served; more under the race detector")

// soon is within for a machine that has nothing else to do. Where more wants to run than there are processors, all takes longer by as much.
func soon() time.Duration {
	var load float64
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		_, _ = fmt.Sscan(string(text), &load) // what is no number is no load
	}
	return time.Duration(float64(*within) * max(1, load/float64(runtime.NumCPU())))
}

// client has few connections, so that their number says nothing of what is asked.
var client = http.Client{Transport: &http.Transport{MaxConnsPerHost: 4, MaxIdleConnsPerHost: 4}}

// preview is a running preview of a commons.
type preview struct {
	testing.TB
	address string
	mu      sync.Mutex
	notes   []string
	stop    func() error // ends it and gives its error
}

// startPreview shows the commons in o.Source at a port of its own until the test ends.
func startPreview(t testing.TB, o generator.Options) *preview {
	t.Helper()
	return startPreviewAt(t, o, serve.AnyPort)
}

func startPreviewAt(t testing.TB, o generator.Options, port int) *preview {
	t.Helper()
	c, diags, err := open(o)
	if err != nil {
		t.Fatalf("open: %v %v", err, diags)
	}
	p := &preview{TB: t}
	ctx, cancel := context.WithCancel(context.Background())
	ended, ready := make(chan error, 1), make(chan string, 1)
	go func() {
		ended <- c.Serve(ctx, generator.ServeOptions{Port: port,
			Ready:   func(address string) { ready <- address },
			Rebuilt: func(serve.Rebuild) {},
			Note: func(text string) {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.notes = append(p.notes, text)
			}})
	}()
	p.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(3 * soon()):
			return errors.New("the preview does not end")
		}
	})
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
	select {
	case p.address = <-ready:
	case err := <-ended:
		t.Fatalf("serve: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("the preview is not ready after 20 s")
	}
	return p
}

var additions = regexp.MustCompile(`<script src="/_/preview\.js"[^>]*></script>| data-line="[0-9]+"`)

// get asks for an output and takes away what the preview adds.
func (p *preview) get(name string) (status int, text string) {
	r, err := client.Get(p.address + name)
	if err != nil {
		p.Error(err)
		return 0, ""
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.Error(err)
	}
	return r.StatusCode, additions.ReplaceAllString(string(b), "")
}

// differs says how what is served differs from a build; empty: it does not.
func (p *preview) differs(want tree, gone []string) string {
	got := tree{}
	for name := range want {
		if status, text := p.get(name); status == http.StatusOK {
			got[name] = text
		}
	}
	for _, name := range gone {
		if status, _ := p.get(name); status != http.StatusNotFound && want[name] == "" {
			return fmt.Sprintf("%s is served with status %d", name, status)
		}
	}
	return differences(got, want)
}
