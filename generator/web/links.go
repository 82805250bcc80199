// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// State is what became of an outside link.
type State string

// The states. A host that turns programs away, or is in trouble, leaves a link Unsure: it may well work for a reader.
const (
	Fine   State = "fine"
	Moved  State = "moved"  // for good, says the host
	Broken State = "broken" // it says that there is nothing, or there is no such host
	Unsure State = "unsure"
)

// Answer is what is known of a link.
type Answer struct {
	State State     `json:"state"`
	To    string    `json:"to,omitempty"`  // where Moved leads
	Why   string    `json:"why,omitempty"` // in words, of Broken and Unsure
	At    time.Time `json:"at"`            // when it was asked

	answered bool // by a host, be it well or ill
}

// Manners are how hosts are asked.
type Manners struct {
	Hosts     int           // asked at a time
	Pace      time.Duration // between two requests to one of them
	Wait      time.Duration // before the first retry; each further one waits twice as long
	Longest   time.Duration // that a host may ask to wait (Retry-After)
	Retries   int
	Redirects int
}

// Polite are the manners for hosts of others.
func Polite() Manners {
	return Manners{Hosts: 6, Pace: 500 * time.Millisecond, Wait: 2 * time.Second, Longest: time.Minute, Retries: 2, Redirects: 5}
}

// tired is after how many links in a row without any answer the rest of a host's are not asked.
const tired = 3

// ErrOffline says that not one of several hosts could be reached, so that nothing can be told of any link.
var ErrOffline = errors.New("no host could be reached; is there a network?")

// Check asks after links, addresses without fragment, unless the answer is known and fresh. Links of one host are asked one after the other. What was
// learnt is in known, also where ctx ends before all are asked. progress may be nil.
func (c *Client) Check(ctx context.Context, links []string, m Manners, known *Known, progress func(done, total int)) error {
	now := time.Now()
	hosts := map[string][]string{}
	total := 0
	for _, link := range links {
		if known.fresh(link, now) {
			continue
		}
		host := ""
		if u, err := url.Parse(link); err == nil {
			host = u.Host
		}
		hosts[host] = append(hosts[host], link)
		total++
	}
	// The longest first, since they take the longest.
	order := slices.SortedFunc(maps.Keys(hosts), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(hosts[b]), len(hosts[a])), cmp.Compare(a, b))
	})
	var done, answered atomic.Int64
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range min(m.Hosts, len(order)) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(order) {
					return
				}
				c.host(ctx, hosts[order[i]], m, func(link string, a Answer) {
					mu.Lock()
					defer mu.Unlock()
					if a.answered {
						answered.Add(1)
					}
					known.set(link, a)
					if n := done.Add(1); progress != nil {
						progress(int(n), total)
					}
				})
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(order) > 2 && answered.Load() == 0 {
		for _, list := range hosts {
			for _, link := range list {
				known.forget(link)
			}
		}
		return ErrOffline
	}
	return nil
}

// host asks after the links of one host.
func (c *Client) host(ctx context.Context, links []string, m Manners, tell func(string, Answer)) {
	silent := 0
	for i, link := range links {
		if silent == tired {
			tell(link, Answer{State: Unsure, Why: "the host answered none of the links before", At: time.Now()})
			continue
		}
		if i > 0 && !sleep(ctx, m.Pace) {
			return
		}
		a := c.link(ctx, link, m)
		if ctx.Err() != nil {
			return // an interrupted answer is none
		}
		if a.At = time.Now(); a.answered {
			silent = 0
		} else {
			silent++
		}
		tell(link, a)
	}
}

// link asks after one link, again where the trouble may pass.
func (c *Client) link(ctx context.Context, link string, m Manners) Answer {
	wait := m.Wait
	for try := 0; ; try++ {
		a, after, again := c.once(ctx, link, m)
		if !again || try == m.Retries || after > m.Longest {
			return a
		}
		if !sleep(ctx, max(wait, after)) {
			return a
		}
		wait *= 2
	}
}

// once follows a link and its redirects. again says that another try may end otherwise; after, how long the host asks to wait.
func (c *Client) once(ctx context.Context, link string, m Manners) (a Answer, after time.Duration, again bool) {
	at, forever, moved := link, true, ""
	for hop := 0; ; hop++ {
		rules, ok, a, after, again := c.robotsOf(ctx, at, m)
		if !ok {
			return a, after, again
		}
		if !rules.allow(at) {
			return Answer{State: Unsure, Why: "its host asks programs not to look there (robots.txt)", answered: true}, 0, false
		}
		answer, err := c.look(ctx, at)
		if err != nil {
			return faulty(err)
		}
		answer.Body.Close()
		next := redirect(answer, at)
		if next == "" {
			return judged(answer, moved)
		}
		if hop == m.Redirects {
			return Answer{State: Broken, Why: fmt.Sprintf("it leads through more than %d redirects", m.Redirects), answered: true}, 0, false
		}
		permanent := answer.StatusCode == http.StatusMovedPermanently || answer.StatusCode == http.StatusPermanentRedirect
		if forever = forever && permanent; forever {
			moved = next
		}
		at = withoutFragment(next)
	}
}

// look asks for the head of a page; where that gives no good answer, as if to read it, since some hosts know only readers.
func (c *Client) look(ctx context.Context, address string) (*http.Response, error) {
	answer, err := c.ask(ctx, http.MethodHead, address)
	if err != nil || answer.StatusCode < 400 || answer.StatusCode == http.StatusTooManyRequests {
		return answer, err
	}
	answer.Body.Close()
	return c.ask(ctx, http.MethodGet, address)
}

// judged says what a last answer means.
func judged(answer *http.Response, moved string) (a Answer, after time.Duration, again bool) {
	a = Answer{answered: true}
	switch code := answer.StatusCode; {
	case code < 300 && moved != "":
		a.State, a.To = Moved, moved
	case code < 400:
		a.State = Fine
	case code == http.StatusNotFound || code == http.StatusGone:
		a.State, a.Why = Broken, "the host answers “"+status(code)+"”"
	default:
		a.State, a.Why = Unsure, "the host answers “"+status(code)+"”"
		again = code == http.StatusTooManyRequests || code >= 500
		after = retryAfter(answer.Header.Get("Retry-After"), time.Now())
	}
	return a, after, again
}

// status is a code with its words, if it has any; the host's own words are not repeated.
func status(code int) string {
	return strings.TrimSpace(strconv.Itoa(code) + " " + http.StatusText(code))
}

// faulty says what it means that there was no answer.
func faulty(err error) (a Answer, after time.Duration, again bool) {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var address *url.Error
	switch {
	case errors.Is(err, ErrPrivate):
		return Answer{State: Broken, Why: "its address is not on the public internet, so readers can't reach it"}, 0, false
	case errors.As(err, &name) && name.IsNotFound:
		return Answer{State: Broken, Why: "there is no host of this name"}, 0, false
	case errors.As(err, &certificate):
		return Answer{State: Broken, Why: "the certificate of the host is not valid", answered: true}, 0, false
	case errors.Is(err, syscall.ECONNREFUSED):
		return Answer{State: Broken, Why: "the host refuses the connection"}, 0, true
	case errors.As(err, &address) && (address.Timeout() || errors.Is(err, io.EOF)):
		return Answer{State: Unsure, Why: "the host does not answer"}, 0, true
	}
	return Answer{State: Unsure, Why: "the connection fails"}, 0, true
}

// retryAfter reads seconds or a date (RFC 9110, section 10.2.3).
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return at.Sub(now)
	}
	return 0
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// sleep waits, and says whether the time is over and not ctx.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
