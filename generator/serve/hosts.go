// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
)

// hosts are the names under which the server answers. A page elsewhere can make its own name lead here (DNS rebinding) and would then
// read what it likes; so a name that is not one of this machine's is refused. Addresses in numbers can't be rebound.
type hosts struct {
	port  string
	names []string
	any   bool // any address in numbers: the server listens at all of them
}

func allowedHosts(at net.Addr) hosts {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return hosts{}
	}
	h := hosts{port: port, names: []string{"localhost", "127.0.0.1", "::1", host}}
	if ip, err := netip.ParseAddr(host); err == nil && !ip.IsLoopback() {
		h.any = ip.IsUnspecified()
		if name, err := os.Hostname(); err == nil {
			h.names = append(h.names, strings.ToLower(name))
		}
	}
	return h
}

// allows tells whether a Host header names this server.
func (h hosts) allows(header string) bool {
	host, port, err := net.SplitHostPort(header)
	if err != nil {
		host, port = strings.TrimSuffix(strings.TrimPrefix(header, "["), "]"), "80"
	}
	if port != h.port {
		return false
	}
	host = strings.ToLower(host)
	for _, name := range h.names {
		if host == name {
			return true
		}
	}
	_, err = netip.ParseAddr(host)
	return h.any && err == nil
}

// ownPage tells whether a request comes from a page of this server, as far as the browser says.
func ownPage(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		return origin == "http://"+r.Host
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin" || site == "none"
}
