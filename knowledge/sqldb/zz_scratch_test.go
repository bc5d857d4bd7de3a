package sqldb_test
import ("testing";"github.com/jackc/pgx/v5";"frontdesk/knowledge/sqldb";"frontdesk/knowledge/sqldb/pgtest")
func TestZZ(t *testing.T){
 a:=pgtest.Open(t); db:=openAt(t,a,sqldb.Options{}); for range 3000 { add(db,"a") }
 c,_:=pgx.Connect(t.Context(),a); defer c.Close(t.Context())
 for _,s:=range []string{"SET plan_cache_mode=force_generic_plan",
 "PREPARE o (text[], text) AS WITH gone AS (DELETE FROM writer_outcome WHERE token = ANY ($1)) INSERT INTO writer_outcome (token, kept) VALUES ($2, true)",
 "EXPLAIN (ANALYZE, BUFFERS) EXECUTE o('{abc}','x')","EXPLAIN (ANALYZE, BUFFERS) EXECUTE o('{x}','y')","SELECT pg_relation_size('writer_outcome')::text || ' ' || pg_relation_size('writer_outcome_pkey')::text"}{
  rows,err:=c.Query(t.Context(),s,pgx.QueryExecModeSimpleProtocol); if err!=nil{t.Fatal(err)}
  for rows.Next(){ v,_:=rows.Values(); t.Log(v...) }
  if rows.Err()!=nil {t.Log(rows.Err())}
 }
}
