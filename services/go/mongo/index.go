package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver that FerretDB registers too
)

// database is one SQLite file and the schema at which its indexes were last seen complete.
type database struct {
	info   os.FileInfo
	db     *sql.DB
	schema int64
}

// keepIndexed adds the index that FerretDB v1 lacks, until ctx ends. FerretDB's own unique index is on
// (_ferretdb_sjson->"_id"), but it looks documents up by (_ferretdb_sjson->'$._id'), so that without this one every
// find, update and delete by _id reads the whole table. Any change of a file's schema (a new collection) is seen by its
// schema_version; a file that was dropped and made again by its identity.
func keepIndexed(ctx context.Context, dir string, every time.Duration) {
	known := map[string]*database{}
	for ctx.Err() == nil {
		names, _ := filepath.Glob(filepath.Join(dir, "*.sqlite"))
		for _, name := range names {
			d := open(known, name)
			if d == nil {
				continue
			}
			if err := d.index(ctx); err != nil && ctx.Err() == nil {
				slog.Warn("index _id", "file", name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(every):
		}
	}
	for _, d := range known {
		_ = d.db.Close()
	}
}

func open(known map[string]*database, name string) *database {
	info, err := os.Stat(name)
	d := known[name]
	if d != nil && (err != nil || !os.SameFile(info, d.info)) {
		_ = d.db.Close()
		delete(known, name)
		d = nil
	}
	if err != nil || d != nil {
		return d
	}
	db, err := sql.Open("sqlite", "file:"+name+"?mode=rw&_pragma=busy_timeout(10000)")
	if err != nil {
		return nil
	}
	db.SetMaxOpenConns(1)
	known[name] = &database{info: info, db: db, schema: -1}
	return known[name]
}

func (d *database) index(ctx context.Context) error {
	var schema int64
	if err := d.db.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&schema); err != nil || schema == d.schema {
		return err
	}
	tables, err := d.unindexed(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		q := fmt.Sprintf(`CREATE INDEX IF NOT EXISTS %q ON %q (_ferretdb_sjson->'$._id')`, table+"__byid", table)
		if _, err := d.db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if len(tables) == 0 {
		d.schema = schema // nothing was missing at this schema; after adding an index the next round looks again
	}
	return nil
}

func (d *database) unindexed(ctx context.Context) ([]string, error) {
	rows, err := d.db.QueryContext(ctx, `SELECT t.name FROM sqlite_master t WHERE t.type = 'table'
		AND t.sql LIKE '%_ferretdb_sjson TEXT%'
		AND NOT EXISTS (SELECT 1 FROM sqlite_master i WHERE i.type = 'index' AND i.name = t.name || '__byid')`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, rows.Err()
}
