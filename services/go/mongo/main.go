// A server of the MongoDB wire protocol in one small process: FerretDB v1 over SQLite files.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/FerretDB/FerretDB/ferretdb"
)

const version = "FerretDB v1.24.2"

type options struct {
	dir, tcp, unix, level string
	indexEvery            time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", "", "folder of the SQLite files (required; made if missing)")
	flag.StringVar(&o.tcp, "tcp", "", "TCP address to listen on, e.g. 127.0.0.1:27017")
	flag.StringVar(&o.unix, "unix", "", "Unix socket to listen on; only this user may open it")
	flag.StringVar(&o.level, "log-level", "error", "debug|info|warn|error")
	flag.DurationVar(&o.indexEvery, "index-every", 50*time.Millisecond, "how often to look for tables without an _id index")
	showVersion := flag.Bool("version", false, "print the version and leave")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return
	}
	if o.dir == "" || (o.tcp == "" && o.unix == "") {
		log.Fatal("--dir and one of --tcp and --unix are required")
	}
	if err := run(o); err != nil {
		log.Fatal(err)
	}
}

func run(o options) error {
	syscall.Umask(0o077)
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := removeStaleSocket(o.unix); err != nil {
		return err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.level)); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: o.tcp, Unix: o.unix},
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})),
		Handler:   "sqlite",
		SQLiteURL: "file:" + dir + "/", // FerretDB wants the slash
	})
	if err != nil {
		return err
	}
	indexed := make(chan struct{})
	go func() {
		defer close(indexed)
		keepIndexed(ctx, dir, o.indexEvery)
	}()
	err = server.Run(ctx)
	stop()
	<-indexed
	return err
}

// removeStaleSocket deletes the socket that a killed server left, since binding would fail on it.
func removeStaleSocket(path string) error {
	if path == "" {
		return nil
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("another server listens on %s", path)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
