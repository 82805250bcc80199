// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package web asks other sites: whether outside links still lead somewhere, and what addresses an old site had. No build needs it, and of the checks
// only those that are asked for by name.
//
// It is a guest wherever it knocks: few requests at a time, a pause between two of one host, nothing asked twice while the answer is fresh, no answer
// read further than needed, and no link asked after where the host's robots.txt wants no programs. Its invariant: a page that a stranger wrote never makes it connect to an address that is not public.
package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ErrPrivate says that a name leads to an address that is not on the public internet.
var ErrPrivate = errors.New("the address is not a public one")

// Client asks other sites. It takes no proxy from the environment, since behind one it could not see where a name leads.
type Client struct {
	http  *http.Client
	agent string

	mu     sync.Mutex
	robots map[string]robots // by scheme and host
}

// NewClient makes a client that calls itself agent. private lists the hosts, without port, that may be asked although their address is not public.
func NewClient(agent string, private []string, timeout time.Duration) *Client {
	open := &net.Dialer{Timeout: timeout}
	guarded := &net.Dialer{Timeout: timeout, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		// Here the name is resolved, so a name that changes its address between two looks gains nothing.
		if to, err := netip.ParseAddrPort(address); err != nil || !isPublic(to.Addr()) {
			return ErrPrivate
		}
		return nil
	}}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, _, err := net.SplitHostPort(address); err == nil && slices.Contains(private, strings.ToLower(host)) {
				return open.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout, IdleConnTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost: 1, ForceAttemptHTTP2: true,
	}
	return &Client{agent: agent, robots: map[string]robots{}, http: &http.Client{Transport: transport, Timeout: 3 * timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// notPublic are ranges that netip knows no word for (IANA special-purpose address registries).
func notPublic() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
		netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("::/96"),
	}
}

func isPublic(a netip.Addr) bool {
	// No range contains an address that names a zone, and the system takes no notice of the zone of most.
	a = a.WithZone("").Unmap()
	return a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(notPublic(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// ask sends one request. The caller closes the body of the answer.
func (c *Client) ask(ctx context.Context, method, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	return c.http.Do(request)
}

// get reads what an address gives, at most so many bytes, following up to five redirects.
func (c *Client) get(ctx context.Context, address string, most int64) ([]byte, error) {
	for range 5 {
		answer, err := c.ask(ctx, http.MethodGet, address)
		if err != nil {
			return nil, err
		}
		if next := redirect(answer, address); next != "" {
			answer.Body.Close()
			address = next
			continue
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s answers “%s”", address, answer.Status)
		}
		data, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
		if err == nil && int64(len(data)) > most {
			err = fmt.Errorf("%s has more than %d bytes", address, most)
		}
		return data, err
	}
	return nil, fmt.Errorf("%s leads from redirect to redirect", address)
}

// redirect is where an answer sends, if that is an address of the web.
func redirect(answer *http.Response, from string) string {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return ""
	}
	base, err := url.Parse(from)
	if err != nil {
		return ""
	}
	to, err := base.Parse(answer.Header.Get("Location"))
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" || answer.Header.Get("Location") == "" {
		return ""
	}
	if to.Fragment == "" {
		to.Fragment = base.Fragment
	}
	return to.String()
}

// IsAddress tells an address of the web from the path of a file.
func IsAddress(s string) bool {
	low := strings.ToLower(s)
	return strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")
}
