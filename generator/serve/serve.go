// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package serve shows a commons while it is written: a web server on this machine that makes each page when it is asked for, from
// the newest reading of the files, and tells open pages when they have changed.
//
// Its invariant: what it answers is what a build with the same settings would write at that moment, less the script and the data-
// attributes that the preview adds, at the latest two seconds after an edit. It answers this machine only, to names of this machine
// only, to GET and HEAD only, and never opens a file by the path of a request: a path is looked up among the outputs of the site.
//
// The cache is held only while the commons is first read, and not written afterwards, so that a build or a check can run beside a
// preview. What was edited since is kept in memory, within bounds, and made again where those are passed.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// DefaultPort is tried first where none is asked for.
const DefaultPort = 1313

// AnyPort asks for any port that is free.
const AnyPort = -1

// Options say what to show and where.
type Options struct {
	Bind string // address to listen at; empty: 127.0.0.1
	Port int    // 0: DefaultPort, or the next that is free; AnyPort: one that the system chooses

	Cache    *build.Cache
	Settings build.Settings
	// Reopen reads the settings again. Settings that make no site have diagnostics, and an error that says so.
	Reopen func() (build.Settings, []source.Diagnostic, error)
	Today  func() string // the date that a build would have now
	// Lines gives line n of a file that a diagnostic names.
	Lines func(cfg *config.Config) func(path string, n int) (string, bool)

	Ready   func(address string) // called once, when the first page can be asked for
	Rebuilt func(Rebuild)        // called after each change, from one goroutine
	Note    func(text string)    // called with what the user should know
}

// Rebuild says what a change was and what it cost.
type Rebuild struct {
	Added, Changed, Removed []string // files, as diagnostics show them
	Settings                bool     // the settings or the theme were read again
	Took                    time.Duration
	Errors, Warnings        int
	Problems                []source.Diagnostic // of settings that could not be used: the site is as it was
}

// Run serves until ctx ends, which is no error.
func Run(ctx context.Context, o Options) error {
	listener, err := listen(&o)
	if err != nil {
		return err
	}
	live, err := build.NewBuilder(o.Cache, o.Settings).Live(ctx)
	if err != nil {
		listener.Close()
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	s := newServer(&o, listener.Addr())
	s.publish(&state{moment: live.Moment(), cfg: o.Settings.Config}, nil)
	web := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	o.Ready(address(listener.Addr()))

	following, stop := context.WithCancel(ctx)
	followed := make(chan error, 1)
	go func() { followed <- s.follow(following, live) }()
	select {
	case <-ctx.Done():
	case err = <-failed:
	case err = <-followed:
		followed <- err
	}
	stop()
	close(s.done)
	err = errors.Join(err, <-followed)
	// Answers under way are let finish; they take milliseconds.
	patience, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if web.Shutdown(patience) != nil {
		web.Close()
	}
	return errors.Join(err, live.Close())
}

// AddressError says that the server can't listen where it should.
type AddressError struct {
	Address string
	Err     error
}

func (e *AddressError) Error() string {
	return fmt.Sprintf("can't listen at %s: %v", e.Address, e.Err)
}

func (e *AddressError) Unwrap() error { return e.Err }

// listen takes the port asked for, or else the first that is free from DefaultPort on.
func listen(o *Options) (net.Listener, error) {
	first, last := max(0, o.Port), max(0, o.Port)
	if o.Port == 0 {
		first, last = DefaultPort, DefaultPort+100
	}
	bind := o.Bind
	if bind == "" {
		bind = "127.0.0.1"
	}
	for port := first; ; port++ {
		address := net.JoinHostPort(bind, strconv.Itoa(port))
		l, err := net.Listen("tcp", address)
		if err == nil {
			if port != first {
				o.Note(fmt.Sprintf("port %d is taken: port %d is used", first, port))
			}
			return l, nil
		}
		if port == last || !errors.Is(err, syscall.EADDRINUSE) {
			return nil, &AddressError{address, reason(err)}
		}
	}
}

// reason is an error of the system without the call around it.
func reason(err error) error {
	var call *net.OpError
	if errors.As(err, &call) {
		return call.Err
	}
	return err
}

// address is where a browser on this machine finds the server.
func address(at net.Addr) string {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return at.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// state is what is answered from: a Moment of the commons and the settings it is shown with.
type state struct {
	moment   *build.Moment
	cfg      *config.Config
	problems []source.Diagnostic // of settings that could not be used
	number   int                 // counts up
	media    []mediaChange       // the last changes of media, oldest first
	next     chan struct{}       // closed when there is a newer state
}

// mediaChange is a change of a file that is not a page.
type mediaChange struct {
	number int
	path   string // of the output
}

// mediaKept is how many changes of media are remembered for pages that were not looked at meanwhile.
const mediaKept = 200

// server answers requests.
type server struct {
	o     *Options
	hosts hosts
	boot  string // tells one run of the server from another
	now   atomic.Pointer[state]
	poke  chan struct{} // asks for a rescan
	done  chan struct{} // closed when the server ends
}

func newServer(o *Options, at net.Addr) *server {
	return &server{o: o, hosts: allowedHosts(at), boot: strconv.FormatInt(time.Now().UnixNano(), 36), poke: make(chan struct{}, 1), done: make(chan struct{})}
}

// publish makes a state the one that is answered from, and wakes who waits for it.
func (s *server) publish(next *state, changed []string) {
	next.next = make(chan struct{})
	last := s.now.Load()
	if last != nil {
		next.number, next.media = last.number+1, last.media
		for _, path := range changed {
			next.media = append(next.media[:len(next.media):len(next.media)], mediaChange{next.number, path})
		}
		next.media = next.media[max(0, len(next.media)-mediaKept):]
	}
	s.now.Store(next)
	if last != nil {
		close(last.next)
	}
}
