package main

// benchFields describes the report as JSON, for people who read it with a program.
const benchFields = `  urls customers agents seed         what was asked for; the seed repeats the choices
  seconds interrupted                of talk; whether Ctrl-C ended it
  sent acked unacked resent          messages: each once, acknowledged, not until the end, sent again
  acked_per_second                   while the customers talked
  answers unanswered                 of the bot: shown; not within 30 s though waited for
  persons replies                    wishes for a person that an agent answered; replies of agents
  connect ack answer person          count p50_ms p90_ms p99_ms p99_9_ms max_ms of each
  connections cut broken             opened; broken by this test; broken without a word of the desk
  closes refused errors              counts by close code, by code of the protocol or HTTP, by what happened
  healed                             lost announcements, noticed by the heartbeat
  storm                              seconds all_back: with --storm only
  memory                             before_bytes connected_bytes most_bytes connections
                                     per_connection_bytes cpu_seconds turns: if /metrics can be read
  checked                            conversations messages events compared; unchecked: could not be
  lost duplicated out_of_order altered examples
                                     broken promises, each counted, and the first 20 in words`
