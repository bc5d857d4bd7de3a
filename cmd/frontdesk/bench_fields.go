package main

// benchFields describes the report as JSON, for people who read it with a program.
const benchFields = `  urls customers agents seed      as asked for; the seed repeats the choices
  seconds interrupted             of talk; whether Ctrl-C ended it
  sent acked unacked resent       messages, each once; unacked: until the end
  acked_per_second                while the customers talked
  answers unanswered              of the bot: shown; not within 30 s
  persons replies                 wishes an agent answered; agents' replies
  connect ack answer person       each with count p50_ms p90_ms p99_ms
                                  p99_9_ms max_ms
  connections cut broken          opened; cut by this test; broken otherwise
  closes refused errors           how many by code, by code, by what happened
  healed                          announcements lost, found by the heartbeat
  storm                           seconds all_back; with --storm only
  memory                          before_bytes connected_bytes most_bytes
                                  connections per_connection_bytes cpu_seconds
                                  turns; if /metrics can be read
  checked                         conversations messages events that were
                                  compared; unchecked: that could not be
  lost duplicated                 broken promises, each of them counted
  out_of_order altered
  examples                        the first 20 of them in words`
