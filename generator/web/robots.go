// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// product is the name by which a robots.txt can name this program.
const product = "commonplace"

// robotsBytes is how much of a robots.txt is read; RFC 9309, section 2.5, asks for at least that.
const robotsBytes = 500 << 10

// robots says where a host wants no programs (RFC 9309).
type robots []robotsRule

type robotsRule struct {
	path  string // may hold * for anything, and $ at its end
	allow bool
}

// robotsOf gives what the host of an address asks of programs, read once a host. ok is false where it can't be had; then the answer says why, as of a link.
func (c *Client) robotsOf(ctx context.Context, address string, m Manners) (rules robots, ok bool, a Answer, after time.Duration, again bool) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, true, a, 0, false // which asking will tell
	}
	origin := u.Scheme + "://" + u.Host
	c.mu.Lock()
	rules, known := c.robots[origin]
	c.mu.Unlock()
	if known {
		return rules, true, a, 0, false
	}
	at := origin + "/robots.txt"
	for hop := 0; ; hop++ {
		answer, err := c.ask(ctx, http.MethodGet, at)
		if err != nil {
			a, after, again = faulty(err)
			return nil, false, a, after, again
		}
		if next := redirect(answer, at); next != "" && hop < m.Redirects {
			answer.Body.Close()
			at = next
			continue
		}
		if answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= http.StatusInternalServerError {
			answer.Body.Close()
			a, after, again = judged(answer, "")
			return nil, false, a, after, again
		}
		if answer.StatusCode == http.StatusOK {
			text, _ := io.ReadAll(io.LimitReader(answer.Body, robotsBytes)) // what arrived counts
			rules = readRobots(string(text))
		}
		answer.Body.Close()
		break
	}
	c.mu.Lock()
	c.robots[origin] = rules
	c.mu.Unlock()
	if !sleep(ctx, m.Pace) {
		a, after, again = faulty(ctx.Err())
		return nil, false, a, after, again
	}
	return rules, true, a, 0, false
}

// readRobots gives the rules for this program: those of the groups that name it, else those for all.
func readRobots(text string) robots {
	var own, all robots
	named, others, inAgents, found := false, false, false, false
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(text, "\uFEFF"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !inAgents {
				named, others = false, false
			}
			inAgents = true
			name, _, _ := strings.Cut(strings.ToLower(value), "/")
			named = named || name == product
			others = others || name == "*"
			found = found || name == product
		case "allow", "disallow":
			inAgents = false
			if value == "" {
				continue // nothing is disallowed
			}
			rule := robotsRule{plainPath(value), key == "allow"}
			if named {
				own = append(own, rule)
			}
			if others {
				all = append(all, rule)
			}
		}
	}
	if found {
		return own
	}
	return all
}

// allow says whether an address may be asked for: the longest rule that fits decides, of two as long the one that allows.
func (r robots) allow(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = plainPath(path)
	allowed, longest := true, -1
	for _, rule := range r {
		if n := len(rule.path); (n > longest || n == longest && rule.allow) && fits(rule.path, path) {
			allowed, longest = rule.allow, n
		}
	}
	return allowed
}

// plainPath is the same for all ways to escape a path.
func plainPath(p string) string {
	if plain, err := url.PathUnescape(p); err == nil {
		return plain
	}
	return p
}

// fits says whether a path begins as a rule says. Each part between stars is taken at its first place, so the cost is the product of the two lengths at most.
func fits(rule, path string) bool {
	rule, whole := strings.CutSuffix(rule, "$")
	parts := strings.Split(rule, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if whole && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !whole || rest == ""
}
