// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// quick are manners for hosts of our own.
func quick() Manners {
	return Manners{Hosts: 4, Wait: time.Millisecond, Longest: 2 * time.Second, Retries: 2, Redirects: 3}
}

// asked is a host that answers by path and notes what it was asked.
type asked struct {
	*httptest.Server
	answer func(n int, w http.ResponseWriter, r *http.Request)
	robots bool // it has a robots.txt; to be asked for one that it has not is not noted
	mu     sync.Mutex
	times  []time.Time
	log    []string
	atOne  int // requests at the same time, and how many at most
	most   int
}

func newAsked(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *asked {
	a := &asked{answer: answer}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && !a.robots {
			http.NotFound(w, r)
			return
		}
		a.mu.Lock()
		a.log = append(a.log, r.Method+" "+r.URL.Path)
		a.times = append(a.times, time.Now())
		a.atOne++
		a.most = max(a.most, a.atOne)
		n := 0
		for _, l := range a.log {
			if strings.HasSuffix(l, " "+r.URL.Path) {
				n++
			}
		}
		a.mu.Unlock()
		a.answer(n, w, r)
		a.mu.Lock()
		a.atOne--
		a.mu.Unlock()
	}))
	t.Cleanup(a.Close)
	return a
}

func local() *Client { return NewClient("test", []string{"127.0.0.1"}, 300*time.Millisecond) }

func check(t *testing.T, c *Client, m Manners, links ...string) map[string]Answer {
	t.Helper()
	known := ReadKnown("")
	if err := c.Check(context.Background(), links, m, known, nil); err != nil {
		t.Fatal(err)
	}
	return known.All()
}

// TestAnswers: what is said of each kind of answer, and what it takes to ask.
func TestAnswers(t *testing.T) {
	host := newAsked(t, func(n int, w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(410)
		case "/none", "/loop/end":
			http.NotFound(w, r)
		case "/readers-only":
			if r.Method == http.MethodHead {
				w.WriteHeader(405)
			}
		case "/shy":
			w.WriteHeader(403)
		case "/odd":
			w.WriteHeader(999)
		case "/busy":
			if n == 1 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(429)
			}
		case "/too-busy":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		case "/ill":
			w.WriteHeader(503)
		case "/recovers":
			if n < 3 {
				w.WriteHeader(500)
			}
		case "/moved":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/moved-twice":
			http.Redirect(w, r, "/moved", http.StatusPermanentRedirect)
		case "/for-now":
			http.Redirect(w, r, "/moved", http.StatusFound)
		case "/moved-then-for-now":
			http.Redirect(w, r, "/for-now", http.StatusMovedPermanently)
		case "/moved-away":
			http.Redirect(w, r, "/none", http.StatusMovedPermanently)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/inward":
			http.Redirect(w, r, "http://localhost:"+strings.Split(r.Host, ":")[1]+"/secret", http.StatusFound)
		case "/slow":
			time.Sleep(500 * time.Millisecond)
		}
	})
	cases := map[string]struct {
		state State
		says  string
		asks  int
	}{
		"/": {Fine, "", 1}, "/gone": {Broken, "“410 Gone”", 2}, "/none": {Broken, "“404 Not Found”", 2}, "/readers-only": {Fine, "", 2}, "/shy": {Unsure, "“403 Forbidden”", 2},
		"/odd": {Unsure, "“999”", 0}, "/busy": {Fine, "", 2}, "/too-busy": {Unsure, "“429 Too Many Requests”", 1}, "/ill": {Unsure, "“503 Service Unavailable”", 6}, "/recovers": {Fine, "", 0},
		"/moved": {Moved, "/new", 0}, "/moved-twice": {Moved, "/new", 1}, "/for-now": {Fine, "", 0}, "/moved-then-for-now": {Moved, "/for-now", 1}, "/moved-away": {Broken, "“404 Not Found”", 1},
		"/loop": {Broken, "more than 3 redirects", 4}, "/inward": {Broken, "not on the public internet", 1}, "/slow": {Unsure, "does not answer", 3},
	}
	var links []string
	for path := range cases {
		links = append(links, host.URL+path)
	}
	answers := check(t, local(), quick(), links...)
	for path, want := range cases {
		got := answers[host.URL+path]
		if got.State != want.state || !strings.Contains(got.Why+got.To, want.says) {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
		n := 0
		for _, l := range host.log {
			if strings.HasSuffix(l, " "+path) {
				n++
			}
		}
		if want.asks > 0 && path != "/none" && n != want.asks {
			t.Errorf("%s was asked %d times, want %d", path, n, want.asks)
		}
		if strings.Contains(strings.Join(host.log, " "), "/secret") {
			t.Error("a redirect led inside")
		}
	}
}

// TestPace: a host is asked one thing at a time, with a pause between two.
func TestPace(t *testing.T) {
	one := newAsked(t, func(int, http.ResponseWriter, *http.Request) {})
	m := quick()
	m.Pace = 50 * time.Millisecond
	check(t, local(), m, one.URL+"/a", one.URL+"/b", one.URL+"/c")
	if one.most != 1 || len(one.times) != 3 {
		t.Errorf("%d requests, %d of them at a time", len(one.times), one.most)
	}
	for i := 1; i < len(one.times); i++ {
		if pause := one.times[i].Sub(one.times[i-1]); pause < m.Pace {
			t.Errorf("only %v between two requests", pause)
		}
	}
}

// TestSilentHost: a host that never answers is let alone, and where no host answers it is our own network that fails.
func TestSilentHost(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := "http://" + listener.Addr().String()
	listener.Close()
	fine := newAsked(t, func(int, http.ResponseWriter, *http.Request) {})
	answers := check(t, local(), quick(), dead+"/1", dead+"/2", dead+"/3", dead+"/4", fine.URL)
	if a := answers[dead+"/1"]; a.State != Broken || !strings.Contains(a.Why, "refuses") {
		t.Errorf("%+v", a)
	}
	if a := answers[dead+"/4"]; a.State != Unsure || !strings.Contains(a.Why, "none of the links before") {
		t.Errorf("%+v", a)
	}
	known := ReadKnown("")
	err = NewClient("test", nil, time.Second).Check(context.Background(), []string{"http://127.0.0.1/", "http://127.0.0.2/", "http://127.0.0.3/"}, quick(), known, nil)
	if !errors.Is(err, ErrOffline) || len(known.All()) > 0 {
		t.Error(err, known.All())
	}
}

// TestKnown: good answers hold for days, others are asked again, and what no page has any more is forgotten.
func TestKnown(t *testing.T) {
	host := newAsked(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none" {
			http.NotFound(w, r)
		}
	})
	file := filepath.Join(t.TempDir(), "links")
	links := []string{host.URL + "/fine", host.URL + "/none"}
	for range 2 {
		known := ReadKnown(file)
		if err := local().Check(context.Background(), links, quick(), known, nil); err != nil {
			t.Fatal(err)
		}
		if err := known.Keep(file, links); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(host.log, " "); got != "HEAD /fine HEAD /none GET /none HEAD /none GET /none" {
		t.Error(got)
	}
	known := ReadKnown(file)
	now := time.Now()
	for age, want := range map[time.Duration]bool{time.Hour: true, 6 * 24 * time.Hour: true, 11 * 24 * time.Hour: false, -time.Hour: false} {
		if got := known.fresh(links[0], now.Add(age)); got != want {
			t.Errorf("after %v fresh is %v", age, got)
		}
	}
	if err := known.Keep(file, links[:1]); err != nil || len(ReadKnown(file).All()) != 1 {
		t.Error("what is gone is kept", err)
	}
	for _, damaged := range []string{"{", "null", "[]"} {
		if err := os.WriteFile(file, []byte(damaged), 0o644); err != nil {
			t.Fatal(err)
		}
		if k := ReadKnown(file); len(k.All()) > 0 {
			t.Error(damaged)
		}
		ReadKnown(file).set("x", Answer{})
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	host := newAsked(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/b" {
			cancel()
		}
	})
	known := ReadKnown("")
	if err := local().Check(ctx, []string{host.URL + "/a", host.URL + "/b", host.URL + "/c"}, quick(), known, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if all := known.All(); all[host.URL+"/a"].State != Fine || len(all) != 1 {
		t.Error("learnt:", all)
	}
}

// TestPublic: which addresses a stranger's page may lead to.
func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:4700::1111": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "0.0.0.0": false, "::": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "fe80::1": false, "fd00::1": false, "100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false,
		"::ffff:10.0.0.1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::127.0.0.1": false, "fd00:ec2::254": false,
		"64:ff9b::7f00:1%eth0": false, "::ffff:10.0.0.1%1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is public: %v", address, got)
		}
	}
}
