package sqldb

// Careless has the database take no locks: a twin that must fail.
func Careless(d *DB) { d.pg.sabotage.locks = true }

// Guess has the database take every commit that was not answered for one that was not kept: a twin that must fail.
func Guess(d *DB) { d.pg.sabotage.outcome = true }

// Translate is how a migration is rewritten for PostgreSQL.
var Translate = translate
